import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

export const exp: ElementwisePrimitive = elementwise({
  name: "exp",
  arity: 1,
  value: Math.exp,
  derivative: (_x, _y, out) => [out],
  domain: [[-2, 2]],
});
