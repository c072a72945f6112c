import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

export const add: ElementwisePrimitive = elementwise({
  name: "add",
  arity: 2,
  value: (x, y) => x + y,
  derivative: () => [1, 1],
  domain: [
    [-2, 2],
    [-2, 2],
  ],
});
