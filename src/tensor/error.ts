/** Where in somebody's file something stands; lines and columns count from 1. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Something in what the user gave us is not as it must be. The message says what was expected and what was
 * found, in one line; it is printed without a stack trace.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly place: Place | undefined;

  constructor(message: string, place?: Place) {
    super(message);
    this.place = place;
  }
}

/** `net.yaml:7:19  unknown activation …` */
export function formatInputError(error: InputError): string {
  const { file, line, column } = error.place ?? {};
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return inOneLine(place ? `${place}  ${error.message}` : error.message);
}

/** Names of files and words from files may hold anything; a terminal must not obey it. */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** The word of `words` that `found` was most likely meant to be, or undefined where none is near. */
export function nearestWord(found: string, words: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(found.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const word of words) {
    const distance = editDistance(found.toLowerCase(), word.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [word, distance];
  }
  return best;
}

/** Insertions, deletions and replacements that turn `a` into `b` (Levenshtein), or `enough` when not fewer. */
function editDistance(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j] + 1, row[j - 1] + 1));
    }
    previous = row;
  }
  return previous[b.length];
}
