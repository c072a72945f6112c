import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

export const div: ElementwisePrimitive = elementwise({
  name: "div",
  arity: 2,
  value: (x, y) => x / y,
  derivative: (_x, y, out) => [call("div", 1, y), call("neg", call("div", out, y))],
  domain: [
    [-2, 2],
    [0.5, 2],
  ],
});
