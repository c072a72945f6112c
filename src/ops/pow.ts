import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** x^y, for positive x. */
export const pow: ElementwisePrimitive = elementwise({
  name: "pow",
  arity: 2,
  value: (x, y) => x ** y,
  derivative: (x, y, out) => [
    call("mul", y, call("pow", x, call("sub", y, 1))),
    call("mul", out, call("log", x)),
  ],
  domain: [
    [0.3, 3],
    [-2, 2],
  ],
});
