import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/**
 * ln(1 + e^x). A primitive because the composition overflows for large x; the binary cross-entropy from logits
 * rests on it.
 */
export const softplus: ElementwisePrimitive = elementwise({
  name: "softplus",
  arity: 1,
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  derivative: (x) => [call("sigmoid", x)],
  domain: [[-4, 4]],
});
