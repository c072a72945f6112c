import type { Primitive } from "../graph/node.ts";

/** The same number everywhere: attributes `value` and `shape`. */
export const constant: Primitive = {
  name: "constant",
  arity: 0,
  shape: (_inputs, attrs) => attrs.shape as readonly number[],
  meaning: (node, _inputs, out) => {
    out.fill(node.attrs.value as number);
  },
  element: (node) => node.attrs.value as number,
  vjp: () => undefined,
  sample: () => ({ inputs: [], attrs: { value: 2.5, shape: [2, 3] } }),
};
