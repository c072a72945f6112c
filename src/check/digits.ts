import type { Printed } from "./claim.ts";

/** A closed interval of numbers. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 0.39249999999999996 is 0.3925: what floating point adds to a number is no digit of it. */
const SLACK = 1e-12;

/** One unit of the last place that was printed. */
export function unitOf({ decimals }: Printed): number {
  return Number(`1e${-decimals}`);
}

/** All that printed digits can mean: what is rounded to them, and what is cut to them. */
export function meaningsOf(printed: Printed): Interval {
  const { value } = printed;
  const unit = unitOf(printed);
  return {
    low: value - (value > 0 ? unit / 2 : unit),
    high: value + (value < 0 ? unit / 2 : unit),
  };
}

export function agreesRounded(printed: Printed, value: number): boolean {
  const slack = SLACK * Math.abs(value) + 1e-9 * unitOf(printed);
  return Math.abs(value - printed.value) <= unitOf(printed) / 2 + slack;
}

export function agreesCut(printed: Printed, value: number): boolean {
  const slack = SLACK * Math.abs(value) + 1e-9 * unitOf(printed);
  const beyond = Math.abs(value) - Math.abs(printed.value);
  const sameSign = printed.value === 0 || value === 0 || value < 0 === printed.value < 0;
  return sameSign && beyond >= -slack && beyond <= unitOf(printed) - slack;
}

/** Could a number of the interval have been printed so? What is cut loses less than a unit. */
export function agreesWithin(printed: Printed, { low, high }: Interval): boolean {
  const meant = meaningsOf(printed);
  const unit = unitOf(printed);
  const noise = SLACK * Math.max(Math.abs(low), Math.abs(high));
  const slack = noise + 1e-9 * unit;
  // digits that floating point adds of itself cannot tell either
  const cut = noise < 1e-6 * unit ? -slack : slack;
  const isAbove = meant.low <= high + (printed.value < 0 ? cut : slack);
  const isBelow = low <= meant.high + (printed.value > 0 ? cut : slack);
  return isAbove && isBelow;
}

/** Has the number no more digits than are printed? */
export function isWhole(printed: Printed, value: number): boolean {
  return Math.abs(value - printed.value) <= 1e-6 * unitOf(printed);
}

export function isOneUnitOut(printed: Printed, value: number): boolean {
  const unit = unitOf(printed);
  return [-unit, unit].some((step) => agreesRounded({ ...printed, value: printed.value + step }, value));
}

/** 0.7730 where 0.773 would have been right: a zero that was never calculated. */
export function isPadded(printed: Printed, value: number): boolean {
  const zeros = /\.\d*?(0+)(?:e|$)/i.exec(printed.text)?.[1].length ?? 0;
  for (let dropped = 1; dropped <= zeros; dropped++) {
    const shorter = { ...printed, decimals: printed.decimals - dropped };
    if (significantDigits(shorter) > 1 && agreesRounded(shorter, value)) return true;
  }
  return false;
}

/** To how many digits the numbers of a sheet are written. */
export interface SheetDigits {
  readonly kind: "decimals" | "significant";
  readonly count: number;
}

/** What most of the numbers have in common: decimals, or significant digits where more of them agree on these. */
export function digitsOf(numbers: readonly Printed[]): SheetDigits {
  const decimals = commonest(numbers.map((printed) => printed.decimals));
  const significant = commonest(numbers.map(significantDigits));
  return significant.times > decimals.times
    ? { kind: "significant", count: significant.value }
    : { kind: "decimals", count: decimals.value };
}

/** One unit of the last place of a number that a sheet does not show. */
export function lastPlace({ kind, count }: SheetDigits, value: number): number {
  if (kind === "decimals") return 10 ** -count;
  return value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - count);
}

function significantDigits({ value, decimals }: Printed): number {
  return value === 0 ? 1 : Math.max(1, Math.floor(Math.log10(Math.abs(value))) + 1 + decimals);
}

/** The larger where two are equally common. */
function commonest(counts: readonly number[]): { value: number; times: number } {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let best = { value: 0, times: 0 };
  for (const [value, n] of times) {
    if (n > best.times || (n === best.times && value > best.value)) best = { value, times: n };
  }
  return best;
}
