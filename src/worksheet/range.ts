import { fixed } from "./answer.ts";
import type { Tolerance } from "./marking.ts";
import type { Blank } from "./worksheet.ts";

/** So many digits say an end of a range: floating point adds none to them. */
const DIGITS = 12;

/** The ends of a range, as people read them: with as many digits the one as the other. */
export function rangeTexts({ low, high }: Tolerance): [string, string] {
  const decimals = Math.max(...[low, high].map((end) => numeral(end).split(".")[1]?.length ?? 0));
  return [fixed(low, decimals), fixed(high, decimals)];
}

/** A number for a program: no sign but a hyphen, and no exponent. */
export function numeral(value: number): string {
  const text = value.toFixed(DIGITS);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** What counts as the answer as a middle, and how far it goes to either side. */
export function middleOf({ tolerance: { low, high } }: Blank): { middle: string; margin: string } {
  return { middle: numeral((low + high) / 2), margin: numeral((high - low) / 2) };
}
