import { formatNumber } from "../../src/index.ts";

/** A number of the picture, where there is little room. */
export function shortNumber(value: number): string {
  return Number.isNaN(value) ? "" : formatNumber(value, { digits: 4 });
}
