import type { Primitive } from "../graph/node.ts";
import { drawn } from "./drawn.ts";

/** Its input unchanged. A primitive because a linear neuron's out is a number of its own to people: out = net. */
export const identity: Primitive = {
  name: "identity",
  arity: 1,
  shape: ([x]) => x,
  meaning: (_node, [x], out) => out.set(x),
  element: (_node, at, input) => input(0, at),
  vjp: (_calculus, _node, _i, adjoint) => adjoint,
  sample: (random) => ({ inputs: [drawn([2], random)], attrs: {} }),
};
