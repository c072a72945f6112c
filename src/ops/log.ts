import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** The natural logarithm. */
export const log: ElementwisePrimitive = elementwise({
  name: "log",
  arity: 1,
  value: Math.log,
  derivative: (x) => [call("div", 1, x)],
  domain: [[0.3, 3]],
});
