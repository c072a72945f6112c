import type { Calculation, Step } from "./calculation.ts";
import type { Printed } from "./claim.ts";
import { type Interval, isWhole, lastPlace, meaningsOf, type SheetDigits, unitOf } from "./digits.ts";
import {
  anythingIn,
  certain,
  intervalOf,
  propagate,
  radiusOf,
  rounded,
  roundOffOf,
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

/** How numbers are calculated that nobody writes down. */
export interface Arithmetic {
  /** What the numbers of the sheet are written to. */
  readonly digits: SheetDigits;
  /** Of what a program keeps of every number, relative to it; absent where numbers are rounded by hand. */
  readonly unit?: number;
  /** How far a number that training gave may be from what somebody else's training gives. */
  scatter(id: string): number;
}

/** @param printed the written numbers that stand for a quantity; it may grow, as long as nothing before it does */
export function estimatesOf(
  calculation: Calculation,
  { digits, unit: kept, scatter }: Arithmetic,
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
    // a program does not calculate on with what it prints
    if (numbers.length > 0 && kept === undefined) {
      const from = step.kind === "given" || terms > TERMS ? undefined : intervalOf(derived(id));
      return anythingIn(hull(numbers.map((number) => meantBy(number, from, step.value))), id);
    }
    if (step.kind === "given") return scattered(id);
    if (kept !== undefined) return derived(id);
    const unit = lastPlace(digits, step.value);
    if (terms > TERMS) return rounded(certain(step.value), unit, id);
    const uncertain = derived(id);
    if (isTransparent(step) || (radiusOf(uncertain) === 0 && isShort(step.value, unit))) return uncertain;
    return rounded(uncertain, unit, id);
  }

  function scattered(id: string): Uncertain {
    const { value, stage } = calculation.step(id);
    const radius = stage === 0 ? 0 : scatter(id);
    return radius === 0 ? certain(value) : anythingIn({ low: value - radius, high: value + radius }, id);
  }

  function derived(id: string): Uncertain {
    const before = derivations.get(id);
    if (before) return before;
    const step = calculation.step(id);
    terms += step.uses.length;
    const exact = step.kind === "given" ? scattered(id) : gathered(propagate(step.expr, estimate), id);
    const made = kept === undefined ? exact : spread(exact, roundOff(step, kept), id);
    derivations.set(id, made);
    return made;
  }

  function roundOff({ expr }: Step, unit: number): number {
    return roundOffOf(expr, (use) => calculation.step(use).value, unit);
  }
}

function spread(uncertain: Uncertain, radius: number, source: string): Uncertain {
  return { ...uncertain, shares: new Map(uncertain.shares).set(`round-off of ${source}`, radius) };
}

/** What somebody calculates on with: the number as printed, or what it was printed from. */
function meantBy(printed: Printed, from: Interval | undefined, exact: number): Interval {
  const meant = meaningsOf(printed);
  if (!from) return meant;
  const margin = isWhole(printed, exact) ? 0 : unitOf(printed) * MARGIN;
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
