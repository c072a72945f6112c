import { InputError, type Place } from "../tensor/error.ts";
import { cellText, nextRow, Offsets, type Refuse, scanRow } from "./csv-cells.ts";
import { placeAt, withoutByteOrderMark } from "./place.ts";
import { counted, quote } from "./wording.ts";

/** The largest CSV file, in MiB. */
export const MAX_CSV_MIB = 256;

/** The cells of a CSV file. */
export interface Table {
  /** What messages call it. */
  readonly file: string;
  /** The names in the header; 1, 2, … where there is none. */
  readonly columns: readonly string[];
  /** How many stand below the header, if there is one; at least 1. */
  readonly rows: number;
  /** What a cell says, without blanks around it; rows and columns count from 0. */
  cell(row: number, column: number): string;
  /** Where a cell begins. */
  place(row: number, column: number): Place;
}

export interface CsvOptions {
  /** One character; default: of comma, semicolon and tab the one that the header has most of. */
  readonly delimiter?: string;
  /** Does the first row name the columns? Default: true. Otherwise they are called 1, 2, …. */
  readonly header?: boolean;
}

/**
 * Reads a CSV file. Empty lines are skipped; quotes within an unquoted cell stand for themselves.
 * @throws InputError with the place of the first mistake
 */
export function parseCsv(text: string, file: string, options: CsvOptions = {}): Table {
  if (text.length > MAX_CSV_MIB * 2 ** 20) {
    throw new InputError(`expected at most ${MAX_CSV_MIB} MiB, found more`, { file });
  }
  const source = withoutByteOrderMark(text);
  const placeOf = (offset: number) => placeAt(source, file, offset);
  const refuse: Refuse = (message, offset) => {
    throw new InputError(message, placeOf(offset));
  };
  const start = nextRow(source, 0);
  if (start === source.length)
    throw new InputError("expected a header and rows, found an empty file", { file });
  const delimiter = (options.delimiter ?? guessDelimiter(source, start)).charCodeAt(0);

  const { header = true } = options;
  const offsets = new Offsets();
  let at = scanRow(source, delimiter, start, offsets, refuse);
  const width = offsets.length - 1;
  const textOf = (index: number) => cellText(source.slice(offsets.at(index), offsets.at(index + 1) - 1));
  const columns = Array.from({ length: width }, (_, column) =>
    header ? textOf(column) : String(column + 1),
  );
  checkNames(columns, (message, column) => refuse(message, offsets.at(column)));

  const above = header ? "the header" : "the first row";
  for (at = nextRow(source, at); at < source.length; at = nextRow(source, at)) {
    const first = offsets.length;
    const end = scanRow(source, delimiter, at, offsets, refuse);
    const cells = offsets.length - first - 1;
    if (cells !== width) refuse(`expected ${counted(width, "cell")} as in ${above}, found ${cells}`, at);
    at = end;
  }
  const rows = offsets.length / (width + 1) - (header ? 1 : 0);
  if (rows === 0) throw new InputError("expected rows below the header, found none", { file });

  const indexOf = (row: number, column: number) => (header ? row + 1 : row) * (width + 1) + column;
  return {
    file,
    columns,
    rows,
    cell: (row, column) => textOf(indexOf(row, column)),
    place: (row, column) => placeOf(offsets.at(indexOf(row, column))),
  };
}

/** Of comma, semicolon and tab the one that the first row has most of. */
export function guessDelimiter(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  const header = text.slice(start, end === -1 ? text.length : end);
  const count = (delimiter: string) => countOf(header, delimiter);
  return [",", ";", "\t"].reduce((best, other) => (count(other) > count(best) ? other : best));
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count++;
  return count;
}

function checkNames(columns: readonly string[], refuse: (message: string, column: number) => never): void {
  const known = new Set<string>();
  for (const [column, name] of columns.entries()) {
    if (name === "") refuse("expected a column name, found an empty cell", column);
    if (known.has(name)) refuse(`expected each column name once, found ${quote(name)} again`, column);
    known.add(name);
  }
}
