import { InputError, nearestWord, type Place } from "../tensor/error.ts";
import type { Tensor, Values } from "../tensor/tensor.ts";
import { quote } from "../tensor/wording.ts";

/** A table of typed columns, as read from any source: nothing scaled, filled in or encoded. */
export interface Frame {
  readonly rows: number;
  /** By their names, in order. */
  readonly columns: ReadonlyMap<string, Column>;
  /** What messages call it. */
  readonly file?: string;
  /** Where a cell stands, where that is known. */
  place?(row: number, column: string): Place;
}

export type Column = NumberColumn | CategoryColumn | DateColumn;
export type ColumnKind = Column["kind"];

/** Numbers, one or several for each row (as of an image). */
export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  /** How many numbers a row has. */
  readonly width: number;
  /** rows × width, row-major; NaN where missing */
  readonly values: Values;
}

/** One of several words for each row. */
export interface CategoryColumn {
  readonly kind: "category";
  readonly name: string;
  /** For each row which of `levels` it is; −1 where missing. */
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** A moment for each row. */
export interface DateColumn {
  readonly kind: "date";
  readonly name: string;
  /** Seconds since 1970-01-01T00:00:00Z; NaN where missing. */
  readonly values: Float64Array;
}

/** @throws InputError where the frame has no such column, or not of this kind */
export function columnOf<K extends ColumnKind>(
  frame: Frame,
  name: string,
  kind: K,
): Extract<Column, { kind: K }> {
  const column = frame.columns.get(name);
  const place = frame.file === undefined ? undefined : { file: frame.file };
  if (!column) {
    const near = nearestWord(name, [...frame.columns.keys()]);
    const hint = near === undefined ? "" : `   did you mean ${quote(near)}?`;
    throw new InputError(`expected a column ${quote(name)}, found none of this name${hint}`, place);
  }
  if (column.kind !== kind) {
    throw new InputError(`${quote(name)}: expected a column of kind ${kind}, found ${column.kind}`, place);
  }
  return column as Extract<Column, { kind: K }>;
}

/** The rows with the given numbers, in that order. */
export function rowsOfFrame(frame: Frame, rows: ArrayLike<number>): Frame {
  const { place } = frame;
  return {
    ...frame,
    rows: rows.length,
    columns: byName([...frame.columns.values()].map((column) => rowsOfColumn(column, rows))),
    ...(place && { place: (row, column) => place(rows[row], column) }),
  };
}

function rowsOfColumn(column: Column, rows: ArrayLike<number>): Column {
  if (column.kind === "category") {
    return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) };
  }
  if (column.kind === "date") {
    return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
  }
  const { width, values } = column;
  const taken = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    taken.set(values.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  }
  return { ...column, values: taken };
}

/** Columns by their names. */
export function byName(columns: readonly Column[]): Map<string, Column> {
  return new Map(columns.map((column) => [column.name, column]));
}

/** The columns of samples that are numbers already. */
export const SAMPLE_COLUMNS = { inputs: "inputs", targets: "targets" } as const;

/** Numbers that are samples already, as a frame of two columns, `inputs` and `targets`. */
export function frameOfSamples({
  inputs,
  targets,
}: {
  readonly inputs: Tensor;
  readonly targets: Tensor;
}): Frame {
  const rows = inputs.shape[0];
  const column = (name: string, { values }: Tensor): NumberColumn => ({
    kind: "number",
    name,
    width: rows === 0 ? 0 : values.length / rows,
    values,
  });
  return {
    rows,
    columns: byName([column(SAMPLE_COLUMNS.inputs, inputs), column(SAMPLE_COLUMNS.targets, targets)]),
  };
}
