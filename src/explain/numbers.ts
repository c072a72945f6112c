/** How many digits are written: significant ones, or behind the point. */
export type Precision = { readonly digits: number } | { readonly decimals: number };

/** Beyond this many significant digits a binary number shows its own rounding: 0.39249999999999996. */
const RELIABLE_DIGITS = 14;

/** Writes a number; one that is short by itself, as 0.15, is not padded with zeros. */
export function formatNumber(value: number, precision: Precision): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const asked = "digits" in precision ? precision.digits : precision.decimals;
  const short = String(asked < RELIABLE_DIGITS ? Number(value.toPrecision(RELIABLE_DIGITS)) : value);
  const text = isShort(short, precision) ? short : rounded(value, precision);
  // a minus before nothing but zeros would claim a sign that the digits do not show
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace(/^-/, "−");
}

/** The number that a text of `formatNumber` says. */
export function parseNumber(text: string): number {
  return Number(text.replace("−", "-").replace("∞", "Infinity"));
}

function isShort(text: string, precision: Precision): boolean {
  const [mantissa, exponent] = text.replace("-", "").split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  if ("decimals" in precision) {
    // 1e-8 says more than 0.0000
    return exponent === undefined ? fraction.length <= precision.decimals : mantissa.length === 1;
  }
  return `${whole}${fraction}`.replace(/^0+/, "").length <= precision.digits;
}

function rounded(value: number, precision: Precision): string {
  if ("decimals" in precision) return value.toFixed(precision.decimals);
  const text = value.toPrecision(precision.digits);
  if (!text.includes("e")) return text;
  const [mantissa, exponent] = text.split("e");
  return Math.abs(value) >= 1 ? String(value) : `${mantissa}e${Number(exponent)}`;
}

/** The number that is printed. */
export function roundNumber(value: number, precision: Precision): number {
  return parseNumber(formatNumber(value, precision));
}
