import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

export const tanh: ElementwisePrimitive = elementwise({
  name: "tanh",
  arity: 1,
  value: Math.tanh,
  derivative: (_x, _y, out) => [call("sub", 1, call("square", out))],
  domain: [[-2, 2]],
});
