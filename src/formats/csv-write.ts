import { decimal } from "./cells.ts";

/** What spreadsheets take for the beginning of a formula, after blanks or not; also in its wide forms. */
const FORMULA = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/**
 * Rows as CSV (RFC 4180), each ended by a line feed. A text that a spreadsheet would run as a formula gets a ' before it;
 * numbers, and texts that write numbers, stay as they are.
 * @param delimiter one character
 */
export function csvRows(rows: Iterable<readonly (string | number)[]>, delimiter: string = ","): string {
  let text = "";
  for (const row of rows) text += `${row.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\n`;
  return text;
}

/** One cell, in quotes where it needs them. */
export function csvCell(cell: string | number, delimiter: string = ","): string {
  const text = String(cell);
  const safe = typeof cell === "string" && isFormula(cell) ? `'${text}` : text;
  const needsQuotes = safe.includes(delimiter) || /["\r\n]|^\s|\s$/.test(safe);
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isFormula(cell: string): boolean {
  return FORMULA.test(cell) && decimal(cell) === undefined;
}
