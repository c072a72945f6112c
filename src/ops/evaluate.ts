import type { Expr } from "../graph/expression.ts";
import { scalars } from "./scalars.ts";

/**
 * The number an expression stands for, in float64, where `read` knows the number of each reference. Sums over an
 * index must have been unrolled.
 */
export function evaluate<R>(expr: Expr<R>, read: (ref: R) => number): number {
  if (typeof expr === "number") return expr;
  if ("ref" in expr) return read(expr.ref);
  if ("sum" in expr) throw new Error("evaluate: unroll the sums first");
  const { value, arity } = scalars[expr.fn].scalar;
  const [first, second, ...others] = expr.args.map((arg) => evaluate(arg, read));
  if (arity === 1) return value(first, first);
  if (second === undefined) return first;
  return others.reduce((result, next) => value(result, next), value(first, second));
}
