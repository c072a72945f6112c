import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

export const mul: ElementwisePrimitive = elementwise({
  name: "mul",
  arity: 2,
  value: (x, y) => x * y,
  derivative: (x, y) => [y, x],
  domain: [
    [-2, 2],
    [-2, 2],
  ],
});
