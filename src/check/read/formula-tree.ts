import { call, type Expr, type Fn } from "../../graph/expression.ts";
import type { Printed } from "../claim.ts";

/** A quantity by its name, as somebody spelled it. */
export interface NameRef {
  readonly name: string;
}

/** What a formula is made of: numbers as printed, and names. */
export type Formula = Expr<Printed | NameRef>;

/** Why a text could not be read, and at which offset. */
export class Unread extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function product(factors: readonly Formula[]): Formula {
  return factors.length === 1 ? factors[0] : call("mul", ...factors);
}

export function applied(fn: Fn | "abs", args: readonly Formula[]): Formula {
  if (fn === "abs") return absolute(args[0]);
  // from the left, as max takes two
  return fn === "max" ? args.reduce((left, right) => call("max", left, right)) : call(fn, ...args);
}

export function absolute(formula: Formula): Formula {
  return call("max", formula, call("neg", formula));
}

/** The sign of a differential: ∂ of `∂E`, d of `dw5`; `delta_h1` is none. */
export function differential(name: string): string | undefined {
  if (name.startsWith("∂") || name.startsWith("\\partial")) return "∂";
  return /^d[A-Za-z]/.test(name) && !name.startsWith("delta") ? "d" : undefined;
}
