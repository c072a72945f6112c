import { InputError, type Place } from "../tensor/error.ts";
import type { Table } from "./csv.ts";
import { parseJsonLines } from "./jsonl.ts";
import { oneLine } from "./wording.ts";

/** In characters. */
const MAX_LINE = 10_000_000;

/**
 * Reads JSON lines as they come, some rows at a time: an object on each line, or a list of numbers. A list may hold lists; its
 * columns are called 1, 2, ….
 */
export class JsonLinesChunks {
  readonly #file: string;
  #rest = "";
  #linesBefore = 0;
  /** Those of all rows so far: a later row may lack a value. */
  readonly #columns = new Set<string>();

  /** @param file what messages call it */
  constructor(file: string) {
    this.#file = file;
  }

  /**
   * The lines that end in what has come so far; undefined where none does.
   * @throws InputError with the line of the first mistake
   */
  push(text: string): Table | undefined {
    this.#rest += text;
    const end = this.#rest.lastIndexOf("\n") + 1;
    if (end > 0) return this.#take(end);
    if (this.#rest.length <= MAX_LINE) return undefined;
    throw new InputError(`expected at most ${MAX_LINE} characters in a line, found more`, {
      file: this.#file,
      line: this.#linesBefore + 1,
      column: 1,
    });
  }

  /** The lines that are left. */
  end(): Table | undefined {
    return this.#take(this.#rest.length);
  }

  #take(end: number): Table | undefined {
    const lines = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end);
    const before = this.#linesBefore;
    this.#linesBefore += lines.split("\n").length - 1;
    if (lines.trim() === "") return undefined;
    const moved = (place: Place): Place =>
      place.line === undefined ? place : { ...place, line: place.line + before };
    try {
      const table = /^\uFEFF?\s*\[/.test(lines)
        ? parseNumberLines(lines, this.#file)
        : parseJsonLines(lines, this.#file);
      for (const name of table.columns) this.#columns.add(name);
      return {
        ...table,
        columns: [...table.columns, ...[...this.#columns].filter((name) => !table.columns.includes(name))],
        cell: (row, column) => (column < table.columns.length ? table.cell(row, column) : ""),
        place: (row, column) => moved(table.place(row, column)),
      };
    } catch (error) {
      if (!(error instanceof InputError) || !error.place) throw error;
      throw new InputError(error.message, moved(error.place));
    }
  }
}

/** A list of numbers on each line. */
function parseNumberLines(text: string, file: string): Table {
  const rows = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line, i) => ({ line: i + 1, written: line.trim() }))
    .filter(({ written }) => written !== "")
    .map(({ line, written }) => ({ line, numbers: numbersOf(written, { file, line, column: 1 }) }));
  const [{ numbers: first }] = rows;
  const ragged = rows.find(({ numbers }) => numbers.length !== first.length);
  if (ragged) {
    throw new InputError(
      `expected ${first.length} numbers, as in the first line, found ${ragged.numbers.length}`,
      {
        file,
        line: ragged.line,
        column: 1,
      },
    );
  }
  return {
    file,
    columns: first.map((_, i) => String(i + 1)),
    rows: rows.length,
    cell: (row, column) => cellOf(rows[row].numbers[column]),
    place: (row) => ({ file, line: rows[row].line, column: 1 }),
  };
}

function cellOf(value: unknown): string {
  return value === null ? "" : String(value);
}

/** Deeper lists are no shapes of samples. */
const MAX_DEPTH = 8;

function numbersOf(written: string, place: Place): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (error) {
    throw new InputError(
      `expected a list of numbers on the line: ${oneLine((error as Error).message)}`,
      place,
    );
  }
  if (!Array.isArray(value)) throw new InputError("expected a list of numbers on the line, as before", place);
  const numbers = value.flat(MAX_DEPTH);
  if (numbers.some((one) => typeof one === "object" && one !== null)) {
    throw new InputError("expected numbers in the list, found something else", place);
  }
  return numbers;
}
