import { type Derivation, stepsInOrder } from "../../src/explain/derive.ts";
import type { Expr } from "../../src/graph/expression.ts";
import { scalars } from "../../src/ops/scalars.ts";

/** A number worked out in float64, and how far rounding may have taken it from what it stands for. */
interface Rounded {
  readonly value: number;
  readonly error: number;
}

/** Half the distance of neighbouring float64 numbers, relative; more where a function is not rounded correctly. */
const UNIT = 2 ** -53;

/** Follows rounding through an expression: each operation passes errors on and adds its own. */
function rounded<R>(expr: Expr<R>, read: (ref: R) => Rounded): Rounded {
  if (typeof expr === "number") return { value: expr, error: 0 };
  if ("ref" in expr) return read(expr.ref);
  if ("sum" in expr) throw new Error("rounded: unroll the sums first");
  const { value, arity } = scalars[expr.fn].scalar;
  const [first, ...others] = expr.args.map((arg) => rounded(arg, read));
  if (arity === 1) return applied(value, first, first);
  return others.reduce((result, next) => applied(value, result, next), first);
}

/** The error of a function's value is the farthest it moves when its arguments do, which is at a corner. */
function applied(f: (x: number, y: number) => number, x: Rounded, y: Rounded): Rounded {
  const value = f(x.value, y.value);
  const corners = x === y ? diagonal(x) : grid(x, y);
  const moved = corners.map(([a, b]) => Math.abs(f(a, b) - value)).filter(Number.isFinite);
  return { value, error: Math.max(...moved, 0) + 2 * UNIT * Math.abs(value) };
}

function diagonal({ value, error }: Rounded): [number, number][] {
  return [value - error, value + error].map((x) => [x, x]);
}

function grid(x: Rounded, y: Rounded): [number, number][] {
  return [x.value - x.error, x.value + x.error].flatMap((a): [number, number][] => [
    [a, y.value - y.error],
    [a, y.value + y.error],
  ]);
}

/** Works a derivation out from its given numbers, as `reevaluate` does, and bounds the rounding on the way. */
export function roundedDerivation(derivation: Derivation): Rounded {
  const values = new Map<string, Rounded>();
  for (const { id, rule, expr, value } of stepsInOrder(derivation)) {
    const read = (use: string) => values.get(use) ?? { value: Number.NaN, error: 0 };
    values.set(id, rule === "given" ? { value, error: 0 } : rounded(expr, read));
  }
  return values.get(derivation.root) ?? { value: Number.NaN, error: 0 };
}
