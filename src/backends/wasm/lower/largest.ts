import { call } from "../../../graph/expression.ts";
import type { Primitive } from "../../../graph/node.ts";

/** The largest number of each row: inside the compiler alone, as a part of softmax. */
export const largest: Primitive = {
  name: "largest",
  arity: 1,
  shape: ([[rows]]) => [rows],
  meaning(_node, [x], out) {
    const columns = x.length / out.length;
    for (let i = 0; i < out.length; i++) out[i] = Math.max(...x.subarray(i * columns, (i + 1) * columns));
  },
  element: (node, [n], input) =>
    call("max", ...Array.from({ length: node.inputs[0].shape[1] }, (_, k) => input(0, [n, k]))),
  vjp: () => undefined,
  sample: () => ({ inputs: [], attrs: {} }),
};
