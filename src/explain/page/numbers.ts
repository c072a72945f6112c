/** How many digits are written: significant ones, or behind the point. */
export type Precision = { readonly digits: number } | { readonly decimals: number };

/** Beyond this many significant digits a binary number shows its own rounding: 0.39249999999999996. */
const RELIABLE_DIGITS = 14;

/** Given numbers with up to this many digits are written as they were given. */
const GIVEN_DIGITS = 7;

/** With exponents of ten outside of these, a number is written as 4.4e-7. */
const SMALLEST_EXPONENT = -6;
const LARGEST_EXPONENT = 15;

/** A positive number as 0.d₁d₂d₃… · 10^point. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * Writes a number, rounded half up from its decimal digits, as people round. One that is short by itself, as 0.15, is
 * not padded with zeros.
 */
export function formatNumber(value: number, precision: Precision): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const asked = "digits" in precision ? precision.digits : precision.decimals;
  const exact = decimalOf(Math.abs(value), asked < RELIABLE_DIGITS ? RELIABLE_DIGITS : 17);
  const text = isShort(exact, precision) ? write(exact, 0) : writeRounded(exact, precision);
  // a minus before nothing but zeros would claim a sign that the digits do not show
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** Writes a number that nobody calculated: 0.999 stays 0.999, however few digits are asked for. */
export function formatGiven(value: number, precision: Precision): string {
  if (!Number.isFinite(value) || value === 0) return formatNumber(value, precision);
  const exact = decimalOf(Math.abs(value), 17);
  if (exact.digits.length > GIVEN_DIGITS) return formatNumber(value, precision);
  return `${value < 0 ? "−" : ""}${write(exact, 0)}`;
}

/** The number that a text of `formatNumber` says. */
export function parseNumber(text: string): number {
  return Number(text.replace("−", "-").replace("∞", "Infinity"));
}

/** The decimal digits of a number, at most so many of them. */
function decimalOf(value: number, most: number): Decimal {
  const text = most < 17 ? value.toExponential(most - 1) : value.toExponential();
  const [mantissa, exponent] = text.split("e");
  return { digits: mantissa.replace(".", "").replace(/0+$/, "") || "0", point: Number(exponent) + 1 };
}

function isShort({ digits, point }: Decimal, precision: Precision): boolean {
  if ("digits" in precision) return digits.length <= precision.digits;
  // 1e-8 says more than 0.0000
  return digits.length - point <= precision.decimals || (point <= SMALLEST_EXPONENT && digits.length === 1);
}

function writeRounded(exact: Decimal, precision: Precision): string {
  const keep = "digits" in precision ? precision.digits : precision.decimals + exact.point;
  const rounded = roundHalfUp(exact, keep);
  const decimals = "digits" in precision ? precision.digits - rounded.point : precision.decimals;
  return write(rounded, decimals);
}

/** Keeps the first digits; fewer than one keeps none, or rounds up to the next power of ten. */
function roundHalfUp({ digits, point }: Decimal, keep: number): Decimal {
  if (keep < 0) return { digits: "0", point };
  const kept = BigInt(digits.slice(0, keep) || "0") + (Number(digits[keep] ?? 0) >= 5 ? 1n : 0n);
  const text = kept.toString();
  return text.length > Math.max(keep, 1) || (keep === 0 && kept > 0n)
    ? { digits: text.slice(0, Math.max(keep, 1)), point: point + 1 }
    : { digits: text.padStart(keep, "0"), point };
}

/** With at least so many digits behind the point. */
function write({ digits, point }: Decimal, decimals: number): string {
  const isZero = !/[1-9]/.test(digits);
  if (
    !isZero &&
    (point - 1 < SMALLEST_EXPONENT || point > LARGEST_EXPONENT || (decimals < 0 && point > digits.length))
  ) {
    const [first, rest] = [digits[0], digits.slice(1)];
    return `${first}${rest === "" ? "" : `.${rest}`}e${point - 1}`;
  }
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const fraction = point > 0 ? digits.slice(point) : isZero ? "" : "0".repeat(-point) + digits;
  const padded = fraction.padEnd(Math.max(0, decimals), "0");
  return padded === "" ? whole : `${whole}.${padded}`;
}
