import { call } from "../graph/expression.ts";
import { type ElementwisePrimitive, elementwise } from "./elementwise.ts";

/** The cosine; its slope −sin x is the cosine a quarter of a turn further. */
export const cos: ElementwisePrimitive = elementwise({
  name: "cos",
  arity: 1,
  value: Math.cos,
  derivative: (x) => [call("cos", call("add", x, Math.PI / 2))],
  domain: [[-1.3, 1.3]],
});
