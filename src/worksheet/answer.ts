import type { Printed } from "../check/claim.ts";
import { isSame } from "./numbers.ts";

/** A number with all the digits that are asked, so that nobody need guess how exact it is; a whole one as it is. */
export function answerText(value: number, decimals: number): string {
  return isSame(value, Math.round(value)) ? fixed(value, 0) : fixed(value, decimals);
}

/** A number with exactly so many digits behind the point. */
export function fixed(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  // a minus before nothing but zeros would claim a sign that the digits do not show
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

/** What a checker reads. */
export function printedOf(text: string): Printed {
  return { text, value: Number(text.replace("−", "-")), decimals: text.split(".")[1]?.length ?? 0 };
}
