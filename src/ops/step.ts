import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** 1 where x is positive, else 0: the slope of relu. */
export const step: ElementwisePrimitive = elementwise({
  name: "step",
  arity: 1,
  value: (x) => (x > 0 ? 1 : x <= 0 ? 0 : Number.NaN),
  derivative: () => [0],
  ties: "[x > 0] is 1 where x is positive, else 0; at 0 the value is 0, and the slope is 0 everywhere",
  domain: [[-2, -0.1]],
});
