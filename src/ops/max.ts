import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** The larger of two numbers. */
export const max: ElementwisePrimitive = elementwise({
  name: "max",
  arity: 2,
  value: Math.max,
  derivative: (x, y) => {
    const first = call("step", call("sub", x, y));
    return [first, call("sub", 1, first)];
  },
  ties: "where both are equal, the second counts as the larger",
  domain: [
    [-2, -0.1],
    [0.1, 2],
  ],
});
