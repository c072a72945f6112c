import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** 1 / (1 + e^−x), the logistic function. */
export const sigmoid: ElementwisePrimitive = elementwise({
  name: "sigmoid",
  arity: 1,
  value: (x) => 1 / (1 + Math.exp(-x)),
  derivative: (_x, _y, out) => [call("mul", out, call("sub", 1, out))],
  domain: [[-4, 4]],
});
