import type { Formula, Quantity } from "./sheets-calculation.ts";

/** How a sheet is written. */
export interface SheetStyle {
  /** How numbers are printed: mixed decides it number by number. */
  readonly rounding: "rounded" | "cut" | "mixed";
  /** What stands in the author's memory for a number that is not written. */
  readonly unwritten: "rounded" | "exact";
  /** Are later numbers calculated from the printed ones, or all in full precision? */
  readonly carries: boolean;
  /** Is half of the numbers left unwritten? */
  readonly partial: boolean;
  /** Do the lines stand in another order than that of calculation? */
  readonly shuffled: boolean;
  /** Is each layer updated before the deltas of the layer below it are calculated? */
  readonly updatesEarly: boolean;
  readonly minus: "-" | "−";
}

/** What the author does with each quantity, in order of calculation; the same with a mistake and without. */
export interface Habit {
  readonly written: boolean;
  readonly cut: boolean;
}

/** A number as the author has calculated and as they would print it, in units of the last place. */
export interface Calculated extends Habit {
  readonly name: string;
  readonly value: number;
  readonly units: number;
}

/** Calculates everything as the author does, with some formulas replaced. */
export function calculate(
  quantities: readonly Quantity[],
  habits: readonly Habit[],
  style: Pick<SheetStyle, "carries" | "unwritten">,
  decimals: number,
  replaced: ReadonlyMap<string, Formula> = new Map(),
): Calculated[] {
  const kept = new Map<string, number>();
  const read = (name: string): number => {
    const value = kept.get(name);
    if (value === undefined) throw new Error(`${name} is not calculated yet`);
    return value;
  };
  return quantities.map(({ name, formula }, i) => {
    const { written, cut } = habits[i];
    const value = (replaced.get(name) ?? formula)(read);
    const units = inUnits(value, decimals, cut);
    const printed = style.carries && (written || style.unwritten === "rounded");
    kept.set(name, printed ? units / 10 ** decimals : value);
    return { name, value, units, written, cut };
  });
}

/**
 * Rounded half away from zero, or cut. What differs from a short decimal by the noise of float64 is that decimal:
 * by hand 0.39249999999999996 is 0.3925.
 */
export function inUnits(value: number, decimals: number, cut: boolean): number {
  const size = Number((Math.abs(value) * 10 ** decimals).toPrecision(13));
  const units = Math.floor(cut ? size : size + 0.5);
  return value < 0 && units > 0 ? -units : units;
}

export function unitsText(units: number, decimals: number, minus: string): string {
  return `${units < 0 ? minus : ""}${(Math.abs(units) / 10 ** decimals).toFixed(decimals)}`;
}
