/** What a cell without a value usually says, beside nothing; in capitals or not. */
export const usualMissing: readonly string[] = ["na", "n/a", "nan", "null", "?"];

/**
 * Does a cell say that there is no value?
 * @param words in place of the usual ones, as they are written
 */
export function missingTest(words?: readonly string[]): (cell: string) => boolean {
  const known = new Set(words ?? usualMissing);
  if (words) return (cell) => cell === "" || known.has(cell);
  return (cell) => cell === "" || (cell.length <= 4 && known.has(cell.toLowerCase()));
}
