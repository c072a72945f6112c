import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

export const sub: ElementwisePrimitive = elementwise({
  name: "sub",
  arity: 2,
  value: (x, y) => x - y,
  derivative: () => [1, -1],
  domain: [
    [-2, 2],
    [-2, 2],
  ],
});
