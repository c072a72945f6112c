import type { CategoryColumn } from "../data/frame.ts";
import { InputError } from "../tensor/error.ts";
import { decimal, wrongCell } from "./cells.ts";
import type { Table } from "./csv.ts";
import { expectedWords, quote } from "./wording.ts";

/** The different labels of a column: by size where all are numbers, else in the order in which they appear. */
export function classesOf(table: Table, column: number): string[] {
  const texts = new Set<string>();
  for (let row = 0; row < table.rows; row++) texts.add(labelAt(table, row, column));
  return classesAmong([...texts]);
}

/** The classes that different labels stand for: 1 and 1.0 are the same. */
export function classesAmong(labels: readonly string[]): string[] {
  if (!areNumbers(labels)) return [...labels];
  return [...new Set(labels.map(Number))].sort((a, b) => a - b).map(String);
}

/** What a label is called among classes. */
export function className(label: string, isNumeric: boolean): string {
  return isNumeric ? String(decimal(label) ?? label) : label;
}

/**
 * For each row, which of `classes` its label is.
 * @throws InputError with the place of a label that is none of them
 */
export function classIndices(table: Table, column: number, classes: readonly string[]): Int32Array {
  const indices = new Map(classes.map((name, index) => [name, index]));
  const isNumeric = areNumbers(classes);
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const text = labelAt(table, row, column);
    const index = indices.get(className(text, isNumeric));
    if (index !== undefined) return index;
    const message = `${table.columns[column]}: unknown class ${quote(text)}: ${expectedWords(text, classes)}`;
    throw new InputError(message, table.place(row, column));
  });
}

/**
 * Labels as they are written, of which not all are known yet.
 * @throws InputError with the place of a cell without one
 */
export function labelWords(table: Table, column: number): CategoryColumn {
  const known = new Map<string, number>();
  const codes = Int32Array.from({ length: table.rows }, (_, row) => {
    const label = labelAt(table, row, column);
    const code = known.get(label) ?? known.size;
    known.set(label, code);
    return code;
  });
  return { kind: "category", name: table.columns[column], codes, levels: [...known.keys()] };
}

export function areNumbers(texts: readonly string[]): boolean {
  return texts.every((text) => decimal(text) !== undefined);
}

function labelAt(table: Table, row: number, column: number): string {
  const text = table.cell(row, column);
  if (text === "") throw wrongCell(table, row, column, "a class");
  return text;
}
