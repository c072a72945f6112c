import { formatNumber } from "../../src/index.ts";

/** A number of the picture, where there is little room. */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return "";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e5)) return formatNumber(value, { digits: 4 });
  const [digits, exponent] = size.toExponential(1).split("e");
  return `${value < 0 ? "−" : ""}${digits.replace(/\.0$/, "")}e${exponent.replace("+", "")}`;
}
