import { type DatePart, widthOfPart, writeParts } from "./dates.ts";
import type { Column } from "./frame.ts";
import { type FillName, type Statistics, statisticsOf } from "./scale.ts";

/** What an encoding needs to know of a column's training part. */
export type Summary =
  | { readonly kind: "number"; readonly width: number; readonly statistics: Statistics }
  /** The levels that occur. */
  | { readonly kind: "category"; readonly levels: readonly string[] }
  /** Of the seconds, and of the numbers that the parts make. */
  | { readonly kind: "date"; readonly seconds: Statistics; readonly parts: Statistics };

export function summarize(
  column: Column,
  rows: ArrayLike<number>,
  fill: FillName,
  parts: readonly DatePart[],
): Summary {
  if (column.kind === "number") {
    const { width, values } = column;
    return { kind: "number", width, statistics: statisticsOf(values, width, rows, fill) };
  }
  if (column.kind === "category") {
    const occurs = new Uint8Array(column.levels.length);
    for (let n = 0; n < rows.length; n++) {
      const code = column.codes[rows[n]];
      if (code >= 0) occurs[code] = 1;
    }
    return { kind: "category", levels: column.levels.filter((_, code) => occurs[code] === 1) };
  }
  const width = parts.reduce((sum, part) => sum + widthOfPart(part), 0);
  const made = new Float64Array(rows.length * width);
  for (let n = 0; n < rows.length; n++) writeParts(column.values[rows[n]], parts, made, n * width);
  const all = Uint32Array.from({ length: rows.length }, (_, n) => n);
  return {
    kind: "date",
    seconds: statisticsOf(column.values, 1, rows, fill),
    parts: statisticsOf(made, width, all, "mean"),
  };
}
