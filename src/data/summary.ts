import { type DatePart, widthOfPart, writeParts } from "./dates.ts";
import type { CategoryColumn, Column, DateColumn } from "./frame.ts";
import { type FillName, type Statistics, statisticsOf } from "./scale.ts";

/** What an encoding needs to know of a column's training part, and how many of its cells have no value. */
export type Summary = { readonly missing: number } & (
  | { readonly kind: "number"; readonly width: number; readonly statistics: Statistics }
  /** The levels that occur. */
  | { readonly kind: "category"; readonly levels: readonly string[] }
  /** Of the seconds, and of the numbers that the parts make. */
  | { readonly kind: "date"; readonly seconds: Statistics; readonly parts: Statistics }
);

export function summarize(
  column: Column,
  rows: ArrayLike<number>,
  fill: FillName,
  parts: readonly DatePart[],
): Summary {
  if (column.kind === "category") return summarizeWords(column, rows);
  if (column.kind === "date") return summarizeDates(column, rows, fill, parts);
  const { width, values } = column;
  const statistics = statisticsOf(values, width, rows, fill);
  const missing = rows.length * width - statistics.count.reduce((sum, count) => sum + count, 0);
  return { kind: "number", missing, width, statistics };
}

function summarizeWords({ codes, levels }: CategoryColumn, rows: ArrayLike<number>): Summary {
  const occurs = new Uint8Array(levels.length);
  let missing = 0;
  for (let n = 0; n < rows.length; n++) {
    const code = codes[rows[n]];
    if (code >= 0) occurs[code] = 1;
    else missing++;
  }
  return { kind: "category", missing, levels: levels.filter((_, code) => occurs[code] === 1) };
}

function summarizeDates(
  { values }: DateColumn,
  rows: ArrayLike<number>,
  fill: FillName,
  parts: readonly DatePart[],
): Summary {
  const width = parts.reduce((sum, part) => sum + widthOfPart(part), 0);
  const made = new Float64Array(rows.length * width);
  for (let n = 0; n < rows.length; n++) writeParts(values[rows[n]], parts, made, n * width);
  const all = Uint32Array.from({ length: rows.length }, (_, n) => n);
  const seconds = statisticsOf(values, 1, rows, fill);
  return {
    kind: "date",
    missing: rows.length - seconds.count[0],
    seconds,
    parts: statisticsOf(made, width, all, "mean"),
  };
}
