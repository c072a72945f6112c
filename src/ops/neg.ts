import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

export const neg: ElementwisePrimitive = elementwise({
  name: "neg",
  arity: 1,
  value: (x) => -x,
  derivative: () => [-1],
  domain: [[-2, 2]],
});
