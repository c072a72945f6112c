import { nearestWord } from "../tensor/error.ts";
import { counted, label, quote, visible } from "../tensor/wording.ts";

export { counted, label, quote };

const LONGEST_LINE = 200;

/** A message that somebody else worded, on one line, cut where it is long. */
export function oneLine(message: string): string {
  return visible(cut(message).replaceAll(/\s+/g, " "));
}

/** The beginning of a message that may be very long. */
export function cut(message: string): string {
  return message.length > LONGEST_LINE ? `${message.slice(0, LONGEST_LINE)}…` : message;
}

/** What could have stood in place of `found`: the nearest word named, else all words listed. */
export function expectedWords(found: string, words: readonly string[]): string {
  const near = nearestWord(found, words);
  if (near === undefined) return `expected ${words.join(", ")}`;
  const listed = words.length > 4 ? `${words.slice(0, 3).join(", ")}, …` : words.join(", ");
  return `expected ${listed}   did you mean "${near}"?`;
}
