import { parseIsoDate } from "../data/dates.ts";
import { byName, type Column, type ColumnKind, type Frame } from "../data/frame.ts";
import { InputError } from "../tensor/error.ts";
import { decimal, wrongCell } from "./cells.ts";
import { ColumnGuess } from "./column-guess.ts";
import type { Table } from "./csv.ts";
import { missingTest } from "./missing.ts";
import { expectedWords, label as named, quote } from "./wording.ts";

export interface FrameOptions {
  /** Which columns, in this order. Default: all. */
  readonly columns?: readonly string[];
  /** Of what kind columns are; what is not said is found out. */
  readonly kinds?: ReadonlyMap<string, ColumnKind>;
  /** Columns of which the kind was found out before, by other rows. */
  readonly guessed?: ReadonlySet<string>;
  /** What a cell says that has no value. Default: NA, N/A, NaN, null and ?, in capitals or not. Nothing always does. */
  readonly missing?: readonly string[];
}

/**
 * The typed columns of a table of cells.
 * @throws InputError with the place of the first cell that is not of its column's kind
 */
export function frameFromTable(table: Table, options: FrameOptions = {}): Frame {
  const { columns = table.columns, kinds } = options;
  const isMissing = missingTest(options.missing);
  const places = new Map(table.columns.map((name, column) => [name, column]));
  return {
    file: table.file,
    rows: table.rows,
    columns: byName(
      columns.map((name) => {
        const column = places.get(name) ?? unknownColumn(table, name);
        const given = kinds?.get(name);
        const kind = given ?? guessedKind(table, column, isMissing);
        return readColumn(
          { table, column, isMissing, isGuess: given === undefined || options.guessed?.has(name) === true },
          kind,
        );
      }),
    ),
    place: (row, name) => table.place(row, places.get(name) ?? 0),
  };
}

function unknownColumn({ columns, file }: Table, name: string): never {
  throw new InputError(`expected a column ${quote(name)}: ${expectedWords(name, columns)}`, { file });
}

function guessedKind(table: Table, column: number, isMissing: (cell: string) => boolean): ColumnKind {
  const guess = new ColumnGuess();
  for (let row = 0; row < table.rows; row++) {
    const cell = table.cell(row, column);
    if (!isMissing(cell)) guess.add(cell);
  }
  return guess.kind;
}

/** A column as it is to be read. */
interface Reading {
  readonly table: Table;
  readonly column: number;
  readonly isMissing: (cell: string) => boolean;
  /** Nobody said of what kind it is. */
  readonly isGuess: boolean;
}

function readColumn(reading: Reading, kind: ColumnKind): Column {
  const name = reading.table.columns[reading.column];
  if (kind === "category") return { kind, name, ...readWords(reading) };
  if (kind === "date") return { kind, name, values: readValues(reading, parseIsoDate, "a date (ISO 8601)") };
  return { kind, name, width: 1, values: readValues(reading, decimal, "a number") };
}

function readValues(
  { table, column, isMissing, isGuess }: Reading,
  numberIn: (cell: string) => number | undefined,
  expected: string,
): Float64Array {
  const values = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const cell = table.cell(row, column);
    const value = isMissing(cell) ? Number.NaN : numberIn(cell);
    if (value === undefined)
      throw wrongCell(table, row, column, expected, isGuess ? cure(table, column) : "");
    values[row] = value;
  }
  return values;
}

/** What to do where a column that is mostly numbers is not meant to be one of numbers. */
function cure({ columns }: Table, column: number): string {
  return `   if these are words: columns: { ${named(columns[column])}: category }; if it has no value: missing: […]`;
}

function readWords({ table, column, isMissing }: Reading): { codes: Int32Array; levels: string[] } {
  const known = new Map<string, number>();
  const codes = Int32Array.from({ length: table.rows }, (_, row) => {
    const cell = table.cell(row, column);
    if (isMissing(cell)) return -1;
    const code = known.get(cell) ?? known.size;
    known.set(cell, code);
    return code;
  });
  return { codes, levels: [...known.keys()] };
}
