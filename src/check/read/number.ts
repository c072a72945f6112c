import type { Printed } from "../claim.ts";

/** How the digits of a document are written. */
export interface Digits {
  /** `0,5932` and `1.105,9`, where others write `0.5932` and `1,105.9`. */
  readonly decimalComma: boolean;
}

/** A number that was read, or why not; and where it ends. */
export type NumberAt =
  | { readonly printed: Printed; readonly end: number }
  | { readonly fault: string; readonly end: number };

const MAX_LENGTH = 400;
const MAX_EXPONENT = 9999;

const WHOLE = /\d*/y;
const POINT = /(?:\.|\{,\})(?:\d{3}(?:\\,|[\u2009\u202f]))*\d+/y;
const COMMA = /(?:,|\{,\})\d+/y;
const EXPONENT = /e([+\-−]?\d+)(?!\p{L})/iuy;
const TIMES_TEN =
  /(?:\s|\\[,;: !]){0,4}(?:\\times|\\cdot|[×·⋅∙*x])(?:\s|\\[,;: !]){0,4}10 ?(?:(?:\^|\*\*) ?(?:\{ ?([+\-−]?\d+) ?\}|\(([+\-−]?\d+)\)|([+\-−]?\d+))|([⁺⁻]?[⁰¹²³⁴-⁹]+))/y;

/** Per cent, and no remainder of a division. */
const PERCENT = /(?:\s|\\,)?\\?%(?!\s{0,9}[\p{L}\d(])/uy;

const COMMA_GROUPS = /(?:,\d{3}(?!\d))+/y;
const POINT_GROUPS = /(?:\.\d{3}(?!\d))+/y;
const SPACE_GROUPS = /(?:(?:\\,|[ \u00a0\u2009\u202f])\d{3}(?!\d))+/y;

/** Before a value: what tells `= 0,59` from the list `[0,59]`. */
const VALUE = /[=≈:;\t+\-−*·×⋅/^]\s{0,9}(\d+(?:[.,]\d+)*)/g;

/** In a document that writes `0,59` somewhere, and `0.59` nowhere, the comma is the decimal point. */
export function digitsOf(text: string): Digits {
  let commas = 0;
  for (const [, number] of text.matchAll(VALUE)) {
    if (isWithPoint(number)) return { decimalComma: false };
    if (isWithComma(number)) commas++;
  }
  return { decimalComma: commas > 0 };
}

function isWithPoint(number: string): boolean {
  return number.includes(".") && !number.slice(number.indexOf(".")).includes(",");
}

function isWithComma(number: string): boolean {
  const last = number.lastIndexOf(",");
  if (last === -1) return false;
  const isLikeThousands = number.length - last - 1 === 3 && !number.includes(".") && number[0] !== "0";
  return !isLikeThousands && number.indexOf(",") === last;
}

/**
 * The unsigned number that begins at `at`; undefined where none does.
 * @param inList whether a comma or a blank separates numbers here: `[1,105]`
 */
export function numberAt(text: string, at: number, digits: Digits, inList: boolean): NumberAt | undefined {
  const whole = match(WHOLE, text, at);
  const groups = inList ? "" : groupsAt(text, at + whole.length, whole, digits);
  const fractionAt = at + whole.length + groups.length;
  const fraction = fractionTextAt(text, fractionAt, digits, groups);
  if (whole === "" && fraction === "") return undefined;
  const mantissaEnd = fractionAt + fraction.length;
  const power = exponentAt(text, mantissaEnd);
  const percent = match(PERCENT, text, power.end);
  const exponent = power.exponent - (percent === "" ? 0 : 2);
  const end = power.end + percent.length;
  if (end - at > MAX_LENGTH) {
    return { fault: `expected a number of at most ${MAX_LENGTH} characters, found ${end - at}`, end };
  }
  return printedOf(text.slice(at, end), onlyDigits(whole + groups), onlyDigits(fraction), exponent, end);
}

function printedOf(text: string, whole: string, fraction: string, exponent: number, end: number): NumberAt {
  const value = Number(`${whole || "0"}.${fraction || "0"}e${exponent}`);
  if (Math.abs(exponent) > MAX_EXPONENT || !Number.isFinite(value)) {
    return { fault: "expected a number below 1.8e308", end };
  }
  return { printed: { text, value, decimals: fraction.length - exponent }, end };
}

function groupsAt(text: string, at: number, whole: string, { decimalComma }: Digits): string {
  if (whole.length < 1 || whole.length > 3 || whole[0] === "0") return "";
  return match(decimalComma ? POINT_GROUPS : COMMA_GROUPS, text, at) || match(SPACE_GROUPS, text, at);
}

function fractionTextAt(text: string, at: number, { decimalComma }: Digits, groups: string): string {
  if (decimalComma) return match(COMMA, text, at) || (groups.startsWith(".") ? "" : match(POINT, text, at));
  return match(POINT, text, at);
}

function exponentAt(text: string, at: number): { exponent: number; end: number } {
  for (const pattern of [EXPONENT, TIMES_TEN]) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const written = found?.slice(1).find((part) => part !== undefined);
    if (found && written) return { exponent: Number(fromSuperscript(written)), end: at + found[0].length };
  }
  return { exponent: 0, end: at };
}

/** `⁻⁷` as `-7`. */
export function fromSuperscript(text: string): string {
  return Array.from(text, (character) => superscripts.get(character) ?? character).join("");
}

const superscripts: ReadonlyMap<string, string> = new Map([
  ...Array.from("⁰¹²³⁴⁵⁶⁷⁸⁹", (character, digit) => [character, String(digit)] as const),
  ["⁻", "-"],
  ["−", "-"],
  ["⁺", "+"],
]);

function onlyDigits(text: string): string {
  return text.replaceAll(/\D/g, "");
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : "";
}
