import { InputError } from "../tensor/error.ts";
import type { Table } from "./csv.ts";
import { withoutByteOrderMark } from "./place.ts";
import { counted, oneLine, quote } from "./wording.ts";

/** As many inputs as a network may have, and a label. */
const MAX_COLUMNS = 1_000_001;
/** In characters. */
const MAX_LINE = 10_000_000;
/** Of all rows together: what their memory grows with. */
const MAX_CELLS = 20_000_000;

/**
 * Reads JSON lines: an object on each line, whose keys are the columns; a key that a line does not have, and null, is a
 * cell without a value. Strings, numbers, true and false are read as the cells of a CSV file that say the same.
 * @throws InputError with the line of the first mistake
 */
export function parseJsonLines(text: string, file: string): Table {
  const source = withoutByteOrderMark(text);
  const columns = new Map<string, string[]>();
  const lines: number[] = [];
  let cells = 0;
  let line = 0;
  for (let start = 0; start < source.length; ) {
    const feed = source.indexOf("\n", start);
    const end = feed === -1 ? source.length : feed;
    line++;
    const refuse = (message: string): never => {
      throw new InputError(message, { file, line, column: 1 });
    };
    if (end - start > MAX_LINE) refuse(`expected at most ${MAX_LINE} characters in a line, found more`);
    const written = source.slice(start, end).trim();
    start = end + 1;
    if (written === "") continue;
    const row = lines.length;
    lines.push(line);
    for (const [name, value] of entriesOf(written, refuse)) {
      if (++cells > MAX_CELLS) refuse(`expected at most ${counted(MAX_CELLS, "value")}, found more`);
      const column = columns.get(name) ?? [];
      if (column.length === 0) {
        if (columns.size === MAX_COLUMNS) refuse(`expected at most ${MAX_COLUMNS} columns, found more`);
        columns.set(name, column);
      }
      column[row] = cellOf(name, value, refuse);
    }
  }
  if (lines.length === 0) throw new InputError("expected a JSON object on each line, found none", { file });
  const names = [...columns.keys()];
  const all = [...columns.values()];
  return {
    file,
    columns: names,
    rows: lines.length,
    cell: (row, column) => all[column][row] ?? "",
    place: (row) => ({ file, line: lines[row], column: 1 }),
  };
}

type Refuse = (message: string) => never;

function entriesOf(written: string, refuse: Refuse): [string, unknown][] {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (error) {
    return refuse(`expected a JSON object on the line: ${oneLine((error as Error).message)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(`expected a JSON object on the line, found ${quote(written)}`);
  }
  return Object.entries(value);
}

function cellOf(name: string, value: unknown, refuse: Refuse): string {
  if (name === "") return refuse("expected the name of a column, found an empty key");
  if (value === null) return "";
  if (typeof value === "object") {
    const found = Array.isArray(value) ? "a list" : "an object";
    return refuse(`${quote(name)}: expected a number, a string, true, false or null, found ${found}`);
  }
  return String(value).trim();
}
