import type { Expr } from "../../graph/expression.ts";
import { evaluate } from "../../ops/evaluate.ts";

/** The terms that a folded sum does not show. */
export interface Rest {
  readonly count: number;
  readonly value: number;
}

/**
 * Cuts sums of more than `limit` terms down to the largest ones, largest first; the others become one reference,
 * which `rest` gives out. The value of the expression stays the same, to rounding.
 */
export function foldSums(
  expr: Expr<string>,
  limit: number,
  read: (id: string) => number,
  rest: (folded: Rest) => string,
): Expr<string> {
  if (typeof expr === "number" || "ref" in expr) return expr;
  if ("sum" in expr) throw new Error("foldSums: unroll the sums first");
  const args = expr.args.map((arg) => foldSums(arg, limit, read, rest));
  if (expr.fn !== "add" || args.length <= limit) return { fn: expr.fn, args };
  const terms = args.map((arg) => ({ arg, value: evaluate(arg, read) }));
  terms.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const folded = terms.splice(limit - 1);
  const id = rest({ count: folded.length, value: folded.reduce((sum, { value }) => sum + value, 0) });
  return { fn: "add", args: [...terms.map(({ arg }) => arg), { ref: id }] };
}
