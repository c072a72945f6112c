import { encodeInputs, type Unseen } from "../data/encode.ts";
import { type Encoding, kindsOf, type NumberFeature, widthOfFeature } from "../data/encoding.ts";
import { byName, type Frame } from "../data/frame.ts";
import { numberAt } from "../formats/cells.ts";
import type { Table } from "../formats/csv.ts";
import { missingTest } from "../formats/missing.ts";
import { frameFromTable } from "../formats/table-frame.ts";
import { counted, label as named, quote } from "../formats/wording.ts";
import { InputError } from "../tensor/error.ts";
import { type Tensor, tensor } from "../tensor/tensor.ts";
import type { Predictable } from "./predictable.ts";

/** What rows become, and levels of categories that the training part did not have. */
export interface RowInputs {
  /** rows × inputs */
  readonly inputs: Tensor;
  readonly unseen: readonly Unseen[];
}

/**
 * Makes inputs of rows, as the training did. Columns are found by their names; where the inputs have none, they are all
 * columns but the label, in their order.
 * @throws InputError with the place of the cell where there is no such column, or it holds something else
 */
export function inputsOfTable(model: Predictable, table: Table): RowInputs {
  const { encoding } = model;
  const made = encoding ? encoded(table, encoding) : { inputs: numbersOf(table, model.inputs), unseen: [] };
  const fault = model.faultIn(made.inputs);
  if (fault) {
    const { column, name } = columnOfInput(table, model, fault.input);
    throw new InputError(
      `${named(name)}: expected ${fault.expected} (${fault.layer}), found ${fault.found}`,
      table.place(fault.sample, column),
    );
  }
  return made;
}

function encoded(table: Table, encoding: Encoding): RowInputs {
  const [first] = encoding.features;
  const isUnnamed =
    encoding.features.length === 1 && first.kind === "number" && !table.columns.includes(first.name);
  return encodeInputs(
    isUnnamed ? unnamedFrame(table, encoding, first) : namedFrame(table, encoding),
    encoding,
  );
}

function namedFrame(table: Table, encoding: Encoding): Frame {
  const wide = encoding.features.find((feature) => feature.kind === "number" && feature.width > 1);
  if (wide)
    throw new InputError(
      `${named(wide.name)}: expected ${widthOfFeature(wide)} numbers in each row, found one`,
    );
  return frameFromTable(table, {
    columns: encoding.features.map(({ name }) => name),
    kinds: kindsOf(encoding),
    ...(encoding.missing && { missing: encoding.missing }),
  });
}

/** All columns but that of the label as one that has several numbers. */
function unnamedFrame(table: Table, encoding: Encoding, { name, width }: NumberFeature): Frame {
  const isMissing = missingTest(encoding.missing);
  const values = numbersOf(table, width, encoding.label.name, isMissing).values;
  return { file: table.file, rows: table.rows, columns: byName([{ kind: "number", name, width, values }]) };
}

/** rows × columns, without that of the label. */
function numbersOf(
  table: Table,
  width: number,
  label?: string,
  isMissing: (cell: string) => boolean = () => false,
): Tensor {
  const columns = inputColumns(table, width, label);
  if (columns.length !== width) {
    throw new InputError(
      `expected ${counted(width, "column")} (${counted(width, "input")} of the network), found ${columns.length}`,
      table.place(0, 0),
    );
  }
  const values = new Float64Array(table.rows * width);
  for (let row = 0; row < table.rows; row++) {
    for (const [i, column] of columns.entries()) {
      const isNone = isMissing(table.cell(row, column));
      values[row * width + i] = isNone ? Number.NaN : numberAt(table, row, column);
    }
  }
  return tensor([table.rows, width], values);
}

/** What the label is called where it stands among numbers without names. */
const usualLabels = ["label", "labels", "class", "target"];

/** All columns but that of the label, where there is one more than the network has inputs. */
function inputColumns({ columns }: Table, width: number, label: string | undefined): number[] {
  const all = [...columns.keys()];
  if (columns.length !== width + 1) return all;
  const words = [...(label === undefined ? [] : [label]), ...usualLabels];
  const found = words.map((word) => columns.indexOf(word)).find((column) => column >= 0);
  return all.filter((column) => column !== found);
}

/** The column that an input is made of. */
function columnOfInput(
  table: Table,
  { encoding, inputs }: Predictable,
  input: number,
): { readonly column: number; readonly name: string } {
  let at = 0;
  for (const feature of encoding?.features ?? []) {
    const column = table.columns.indexOf(feature.name);
    at += widthOfFeature(feature);
    if (column >= 0 && input < at) return { column, name: feature.name };
  }
  const column = inputColumns(table, inputs, encoding?.label.name)[input];
  return { column, name: table.columns[column] };
}

/** A row as a program has it: by the names of the columns, or the numbers alone. */
export type Row = Readonly<Record<string, unknown>> | ArrayLike<number>;

/**
 * Rows as a table of cells.
 * @param file what messages call it
 * @throws InputError where a row has a value that no cell can hold
 */
export function tableOfRows(rows: readonly Row[], file = "the rows"): Table {
  const names = new Map<string, number>();
  const cells = rows.map((row, i) => {
    const values = new Map<number, string>();
    for (const [name, value] of Object.entries(isList(row) ? { ...Array.from(row) } : row)) {
      const called = isList(row) ? String(Number(name) + 1) : name;
      const column = names.get(called) ?? names.size;
      names.set(called, column);
      values.set(column, cellOf(value, called, i, file));
    }
    return values;
  });
  return {
    file,
    columns: [...names.keys()],
    rows: rows.length,
    cell: (row, column) => cells[row].get(column) ?? "",
    place: (row) => ({ file, line: row + 1 }),
  };
}

function isList(row: Row): row is ArrayLike<number> {
  return Array.isArray(row) || ArrayBuffer.isView(row);
}

function cellOf(value: unknown, name: string, row: number, file: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value).trim();
  throw new InputError(
    `${quote(name)}: expected a number, a text, true, false or null, found ${Array.isArray(value) ? "a list" : typeof value}`,
    { file, line: row + 1 },
  );
}
