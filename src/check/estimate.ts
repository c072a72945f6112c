import type { Calculation, Step } from "./calculation.ts";
import type { Printed } from "./claim.ts";
import { type Interval, lastPlace, meaningsOf, type SheetDigits, unitOf } from "./digits.ts";
import {
  anythingIn,
  certain,
  intervalOf,
  propagate,
  radiusOf,
  rounded,
  type Uncertain,
} from "./uncertain.ts";

/** What can be said of unwritten numbers, given those that are written. */
export interface Estimates {
  /** What a number can be for whoever calculates on with it: as printed, or as it follows, rounded somehow. */
  of(id: string): Uncertain;
  /** What a number can be, calculated from the written numbers before it, but not yet rounded itself. */
  derived(id: string): Uncertain;
}

/** Beyond so many terms unwritten numbers are taken as they are, a unit more or less: their own sources no longer count. */
const TERMS = 200_000;
/** More sources than these are taken together, which makes intervals a little wider than they need be. */
const SOURCES = 256;

/** @param printed the written numbers that stand for a quantity; it may grow, as long as nothing before it does */
export function estimatesOf(
  calculation: Calculation,
  digits: SheetDigits,
  printed: (id: string) => readonly Printed[],
): Estimates {
  const known = new Map<string, Uncertain>();
  const derivations = new Map<string, Uncertain>();
  let terms = 0;
  return { of: estimate, derived };

  function estimate(id: string): Uncertain {
    const before = known.get(id);
    if (before) return before;
    const made = make(id);
    known.set(id, made);
    return made;
  }

  function make(id: string): Uncertain {
    const numbers = printed(id);
    const step = calculation.step(id);
    if (numbers.length > 0) {
      if (step.kind === "given" || terms > TERMS)
        return anythingIn(hull(numbers.map((number) => meantBy(number, undefined))), id);
      const before = derived(id);
      const from = intervalOf(before);
      const isExact = ({ decimals }: Printed) =>
        radiusOf(before) === 0 && isShort(step.value, 10 ** -decimals);
      const meant = numbers.map((number) => (isExact(number) ? from : meantBy(number, from)));
      return anythingIn(hull(meant), id);
    }
    if (step.kind === "given") return certain(step.value);
    const unit = lastPlace(digits, step.value);
    if (terms > TERMS) return rounded(certain(step.value), unit, id);
    const uncertain = derived(id);
    if (isTransparent(step) || (radiusOf(uncertain) === 0 && isShort(step.value, unit))) return uncertain;
    return rounded(uncertain, unit, id);
  }

  function derived(id: string): Uncertain {
    const before = derivations.get(id);
    if (before) return before;
    const { expr, uses } = calculation.step(id);
    terms += uses.length;
    const made = gathered(propagate(expr, estimate), id);
    derivations.set(id, made);
    return made;
  }
}

/** What somebody calculates on with: the number as printed, or what it was printed from. */
function meantBy(printed: Printed, from: Interval | undefined): Interval {
  const meant = meaningsOf(printed);
  if (!from) return meant;
  const margin = unitOf(printed) * MARGIN;
  const low = Math.max(meant.low, from.low - margin);
  const high = Math.min(meant.high, from.high + margin);
  const { value } = printed;
  return low <= high
    ? hull([
        { low, high },
        { low: value, high: value },
      ])
    : meant;
}

/** Whoever keeps a few digits more than are printed has not kept all. */
const MARGIN = 0.05;

/** Nobody writes it down, or rounds it, unless asked to: another name of a number, or one part of a sum. */
export function isTransparent({ kind, expr }: Step): boolean {
  return kind === "path" || (typeof expr === "object" && "ref" in expr);
}

/** Has it no more digits than are printed? */
function isShort(value: number, unit: number): boolean {
  const units = value / unit;
  return Math.abs(units - Math.round(units)) < 1e-9 * Math.max(1, Math.abs(units));
}

function gathered(uncertain: Uncertain, id: string): Uncertain {
  if (uncertain.shares.size <= SOURCES) return uncertain;
  return { ...uncertain, shares: new Map([[`all of ${id}`, radiusOf(uncertain)]]) };
}

function hull(intervals: readonly Interval[]): Interval {
  return {
    low: Math.min(...intervals.map(({ low }) => low)),
    high: Math.max(...intervals.map(({ high }) => high)),
  };
}
