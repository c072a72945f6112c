import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** x². A primitive because a person reads (a − b)², not (a − b)·(a − b). */
export const square: ElementwisePrimitive = elementwise({
  name: "square",
  arity: 1,
  value: (x) => x * x,
  derivative: (x) => [call("mul", 2, x)],
  domain: [[-2, 2]],
});
