import type { Expr, Fn } from "../graph/expression.ts";
import { evaluate } from "../ops/evaluate.ts";

/** Functions that somebody forgets to apply. */
const activations: readonly Fn[] = ["sigmoid", "tanh", "relu", "softplus", "square", "exp", "log", "sqrt"];

/** What a formula gives to those who slip: a factor or a term left out, a sign, a function not applied. */
export function slipsOf(expr: Expr<string>, read: (id: string) => number): number[] {
  return [...slippedOf(expr), { fn: "neg", args: [expr] } satisfies Expr<string>].map((slipped) =>
    evaluate(slipped, read),
  );
}

/** The formula with one slip in it, in every place where there can be one. */
function slippedOf(expr: Expr<string>): Expr<string>[] {
  if (typeof expr === "number" || !("fn" in expr)) return [];
  const { fn, args } = expr;
  const here = slippedHere(fn, args);
  const within = args.flatMap((arg, i) =>
    slippedOf(arg).map((slipped): Expr<string> => ({ fn, args: args.with(i, slipped) })),
  );
  return [...here, ...within];
}

function slippedHere(fn: Fn, args: readonly Expr<string>[]): Expr<string>[] {
  if ((fn === "add" || fn === "mul") && args.length > 1)
    return args.map((_, left) => ({ fn, args: args.filter((_, i) => i !== left) }));
  if (fn === "sub") return [{ fn: "add", args }, { fn: "sub", args: args.toReversed() }, args[0], args[1]];
  if (fn === "neg" || activations.includes(fn)) return [args[0]];
  return [];
}
