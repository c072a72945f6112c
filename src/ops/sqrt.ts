import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

export const sqrt: ElementwisePrimitive = elementwise({
  name: "sqrt",
  arity: 1,
  value: Math.sqrt,
  derivative: (_x, _y, out) => [call("div", 1, call("mul", 2, out))],
  domain: [[0.3, 3]],
});
