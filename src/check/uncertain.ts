import { distinctRefs, type Expr, type Fn } from "../graph/expression.ts";
import { evaluate } from "../ops/evaluate.ts";
import type { Interval } from "./digits.ts";

/**
 * A number that is known only so far: `value` plus, for each source of uncertainty, at most its share up or down.
 * That two numbers depend on the same source is kept, so that what cancels cancels.
 */
export interface Uncertain {
  readonly value: number;
  readonly shares: ReadonlyMap<string, number>;
  /** Do the shares add up to less than all that it can be? */
  readonly isCurved?: boolean;
}

export function certain(value: number): Uncertain {
  return { value, shares: new Map() };
}

/** Anything in the interval, independent of everything else. */
export function anythingIn({ low, high }: Interval, source: string): Uncertain {
  return { value: (low + high) / 2, shares: new Map([[source, (high - low) / 2]]) };
}

/** Rounded to a unit, or cut, for all that one can tell: half a unit up, a whole one towards 0. */
export function rounded(uncertain: Uncertain, unit: number, source: string): Uncertain {
  if (unit === 0) return uncertain;
  const { value, shares } = uncertain;
  return {
    ...uncertain,
    value: value - (Math.sign(value) * unit) / 4,
    shares: new Map(shares).set(source, 0.75 * unit),
  };
}

export function radiusOf({ shares }: Uncertain): number {
  let radius = 0;
  for (const share of shares.values()) radius += Math.abs(share);
  return radius;
}

/** What shares add up to is exact only of linear formulas; in between the curvature of small steps is allowed for. */
const CURVATURE = 1.08;

export function intervalOf(uncertain: Uncertain): Interval {
  const radius = radiusOf(uncertain) * (uncertain.isCurved ? CURVATURE : 1);
  return { low: uncertain.value - radius, high: uncertain.value + radius };
}

/** A formula of uncertain numbers, by the slopes over the whole range of each: they hold across kinks as well. */
export function propagate(expr: Expr<string>, read: (ref: string) => Uncertain): Uncertain {
  const refs = distinctRefs(expr);
  const inputs = new Map(refs.map((ref) => [ref, read(ref)]));
  const values = new Map([...inputs].map(([ref, { value }]) => [ref, value]));
  const at = (ref: string) => values.get(ref) ?? Number.NaN;
  const value = evaluate(expr, at);
  const shares = new Map<string, number>();
  let isCurved = false;
  let varying = 0;
  for (const [ref, input] of inputs) {
    const radius = radiusOf(input);
    if (radius === 0) continue;
    const above = evaluate(expr, (other) => (other === ref ? input.value + radius : at(other))) - value;
    const below = value - evaluate(expr, (other) => (other === ref ? input.value - radius : at(other)));
    varying++;
    isCurved ||= input.isCurved === true || Math.abs(above - below) > LINEAR * Math.abs(above + below);
    const slope = (Math.abs(above) > Math.abs(below) ? above : below) / radius;
    for (const [source, share] of input.shares) {
      shares.set(source, (shares.get(source) ?? 0) + slope * share);
    }
  }
  // several may be multiplied with one another
  return { value, shares, isCurved: isCurved || varying > 1 };
}

/** Of a slope: what differs by less differs by the way computers calculate. */
const LINEAR = 1e-6;

/**
 * By how much a program may be out that keeps of every number only so much; what it starts from it has as it is.
 * @param unit of what it keeps, relative to the number
 */
export function roundOffOf(expr: Expr<string>, read: (ref: string) => number, unit: number): number {
  return inexact(expr).error;

  function inexact(part: Expr<string>): Inexact {
    if (typeof part === "number") return { value: part, error: unit * Math.abs(part) };
    if ("ref" in part) return { value: read(part.ref), error: 0 };
    if ("sum" in part) throw new Error("roundOffOf: unroll the sums first");
    return called(part.fn, part.args.map(inexact));
  }

  function called(fn: Fn, args: readonly Inexact[]): Inexact {
    const numbers = args.map((arg) => arg.value);
    const value = evaluate<string>({ fn, args: numbers }, read);
    if (fn === "add") {
      const error = args.reduce((sum, arg) => sum + arg.error + unit * Math.abs(arg.value), 0);
      return { value, error };
    }
    const error = args.reduce((sum, arg, i) => {
      const moved = numbers.with(i, arg.value + arg.error);
      return arg.error === 0 ? sum : sum + Math.abs(evaluate<string>({ fn, args: moved }, read) - value);
    }, unit * Math.abs(value));
    return { value, error: Number.isFinite(error) ? error : 0 };
  }
}

interface Inexact {
  readonly value: number;
  readonly error: number;
}
