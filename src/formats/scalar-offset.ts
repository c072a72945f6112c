/**
 * Where a character of a YAML text stands in the file. YAML folds lines and takes indentation away, so characters are
 * found by how many that are not blank stand before them; where more than blanks was changed (escapes in quotes), it
 * is the beginning of the text.
 * @param written as it stands in the file, with quotes and the header of a block
 * @param at an offset in `value`; its end is behind its last character
 */
export function offsetInScalar(written: string, value: string, at: number): number {
  const start = contentStart(written);
  const places = inkOf(written.slice(start));
  const ink = inkOf(value);
  const isUnchanged = ink.every((from, i) => value[from] === written[start + (places[i] ?? 0)]);
  if (!isUnchanged || ink.length === 0) return 0;
  const before = ink.filter((from) => from < at).length;
  return start + (before < ink.length ? places[before] : places[before - 1] + 1);
}

/** Behind the quote, or behind the line that begins a block: `|-`. */
function contentStart(written: string): number {
  if (/^["']/.test(written)) return 1;
  return /^[|>]/.test(written) ? written.indexOf("\n") + 1 : 0;
}

/** The offsets of what is not blank. */
function inkOf(text: string): number[] {
  return [...text.matchAll(/\S/g)].map(({ index }) => index);
}
