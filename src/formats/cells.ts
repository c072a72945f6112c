import { InputError } from "../tensor/error.ts";
import type { Table } from "./csv.ts";
import { quote } from "./wording.ts";

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a text writes; undefined where it is none, or not finite. */
export function decimal(text: string): number | undefined {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/**
 * A cell that must hold a number.
 * @throws InputError with its place where it does not
 */
export function numberAt(table: Table, row: number, column: number): number {
  const value = decimal(table.cell(row, column));
  if (value === undefined) throw wrongCell(table, row, column, "a number");
  return value;
}

/** @param cure what to do about it */
export function wrongCell(
  table: Table,
  row: number,
  column: number,
  expected: string,
  cure: string = "",
): InputError {
  const text = table.cell(row, column);
  const found = text === "" ? "nothing" : quote(text);
  const message = `${table.columns[column]}: expected ${expected}, found ${found}${cure}`;
  return new InputError(message, table.place(row, column));
}
