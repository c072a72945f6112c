import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** x where x is positive, else 0. */
export const relu: ElementwisePrimitive = elementwise({
  name: "relu",
  arity: 1,
  value: (x) => Math.max(x, 0),
  derivative: (x) => [call("step", x)],
  ties: "at 0 the slope is taken as 0",
  domain: [[0.1, 2]],
});
