import { formatNumber } from "../../explain/page/numbers.ts";
import type { Printed } from "../claim.ts";

/** 0.39249999999999996 is 0.3925, and rounds as such. */
const SLACK = 1 + 1e-12;
const MAX_DECIMALS = 100;
/** Smaller numbers would lose their digits; of these so many are kept. */
const KEPT = 3;

const EXPONENT = /^([^eE]*)([eE])([+−-]?)\d+$/;

const PERCENT = /(?:\s|\\,)*\\?%$/;

/** A number in the way that another was printed: the same decimals, the same minus and decimal point, or per cent. */
export function printedLike({ text, decimals }: Printed, value: number): string {
  const [percent] = PERCENT.exec(text) ?? [];
  if (percent !== undefined) {
    const hundredfold = { text: text.slice(0, -percent.length), value: value * 100, decimals: decimals - 2 };
    return printedLike(hundredfold, value * 100) + percent;
  }
  const mantissa = EXPONENT.exec(text);
  if (mantissa) return inStyle(text, value, scientific(mantissa[1], mantissa[2], mantissa[3], value));
  return inStyle(
    text,
    value,
    (Math.abs(value) * SLACK).toFixed(Math.min(MAX_DECIMALS, Math.max(0, decimals))),
  );
}

function scientific(mantissa: string, mark: string, sign: string, value: number): string {
  const decimals = mantissa.length - 1 - Math.max(mantissa.lastIndexOf("."), mantissa.lastIndexOf(","));
  const hasPoint = /[.,]/.test(mantissa);
  const [digits, exponent] = (Math.abs(value) * SLACK)
    .toExponential(hasPoint ? Math.min(MAX_DECIMALS, decimals) : 0)
    .split("e");
  const minus = sign === "−" ? "−" : "-";
  const written = exponent.startsWith("-")
    ? `${minus}${exponent.slice(1)}`
    : `${sign === "+" ? "+" : ""}${exponent.slice(1)}`;
  return `${digits}${mark}${written}`;
}

function inStyle(text: string, value: number, digits: string): string {
  const isNegative = value < 0 && /[1-9]/.test(digits.replace(/e.*$/i, ""));
  const minus = text.startsWith("-") ? "-" : "−";
  const point = text.includes("{,}")
    ? "{,}"
    : /\d,\d/.test(text) && text.lastIndexOf(",") > text.lastIndexOf(".")
      ? ","
      : ".";
  return `${isNegative ? minus : ""}${digits.replace(".", point)}`;
}

/** The number with one digit more than was printed. */
export function digitBeyond({ text, decimals }: Printed, value: number): string {
  const longer = text.replace(
    EXPONENT,
    (whole, mantissa: string) => `${mantissa}0${whole.slice(mantissa.length)}`,
  );
  return printedLike({ text: longer, value, decimals: decimals + 1 }, value);
}

/** A number beside others with so many decimals, with a few digits at least. */
export function beside(decimals: number, value: number): string {
  const places = Math.max(0, decimals);
  return formatNumber(
    value,
    Math.abs(value) >= 10 ** (KEPT - 1 - places) ? { decimals: places } : { digits: KEPT },
  );
}

/** The number that a text of these functions says. */
export function numberIn(text: string): number {
  const number = Number(text.replace(PERCENT, "").replace("−", "-").replace("{,}", ".").replace(",", "."));
  return PERCENT.test(text) ? number / 100 : number;
}
