import { type Expr, refsOf } from "../graph/expression.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import { evaluate } from "../ops/evaluate.ts";
import type { Explanation } from "./explain.ts";
import { besideOrBelow, type Line, layOut, type Row, wrap } from "./layout.ts";
import { formatExpr } from "./notation.ts";
import { formatNumber, type Precision, parseNumber } from "./numbers.ts";
import { type Page, type PageRow, pageOf, type Section } from "./page.ts";

export interface TextOptions {
  readonly precision: Precision;
  /** Columns of the terminal. */
  readonly width: number;
  readonly words: Catalogue;
  readonly title?: string;
  /** What the network is and what is agreed on, a phrase each. */
  readonly conventions?: readonly string[];
}

/** An explanation as aligned text for a terminal. */
export function explanationToText(explanation: Explanation, options: TextOptions): string {
  const { precision, width, words, title = "", conventions = [] } = options;
  const number = (value: number) => formatNumber(value, precision);
  const page = pageOf(explanation, words, number);
  const sections = page.sections.map((section) => textOf(section, page, number));
  const isApproximate = sections.some(({ lines }) =>
    lines.some((line) => typeof line === "object" && line.approximate),
  );
  const notes = isApproximate ? [...page.ties, words.approximately] : page.ties;
  const parts = [
    [title, besideOrBelow(conventions, width)].filter((text) => text !== "").join("\n"),
    ...sections.map((section) => `${section.title}\n${layOut(section.lines, width)}`),
    notes.flatMap((note) => wrap(note, width, 3)).join("\n"),
  ];
  return `${parts.filter((text) => text !== "").join("\n\n")}\n`;
}

function textOf(
  section: Section,
  page: Page,
  number: (value: number) => string,
): { title: string; lines: Line[] } {
  const lines = section.lines.map(
    (line): Line => ("note" in line ? `  ${line.note}` : rowOf(line, page, number)),
  );
  return { title: titleOf(section), lines };
}

function titleOf({ title }: Section): string {
  if ("words" in title) return title.words;
  const { id, place, remark } = title;
  return [place ? `${id}  (${place})` : id, remark].filter((text) => text).join("     ");
}

function rowOf(row: PageRow, { steps }: Page, number: (value: number) => string): Row {
  const numberOf = (id: string) => number(steps.get(id)?.value ?? Number.NaN);
  const formula = row.words ?? (row.formula === undefined ? undefined : inSymbols(row.formula, number));
  const numbers =
    row.numbers === undefined
      ? undefined
      : formatExpr(row.numbers, { ref: numberOf, number, times: row.forward ? "·" : " × " });
  const value = row.value === undefined ? undefined : number(row.value);
  // do the numbers as they are printed give the result as it is printed?
  const recomputed =
    row.numbers === undefined ? undefined : evaluate(row.numbers, (id) => parseNumber(numberOf(id)));
  return {
    indent: 2 + 2 * row.indent,
    name: "id" in row.label ? row.label.id : row.label.words,
    ...(formula !== undefined && formula !== numbers && formula !== value && { formula }),
    ...(numbers !== undefined && numbers !== value && { numbers }),
    ...(value !== undefined && { value }),
    approximate:
      value !== undefined &&
      recomputed !== undefined &&
      parseNumber(number(recomputed)) !== parseNumber(value),
  };
}

function inSymbols(expr: Expr<string>, number: (value: number) => string): string {
  // between names of derivatives a dot needs room
  const times = refsOf(expr).some((id) => id.startsWith("∂")) ? " · " : "·";
  return formatExpr(expr, { ref: (id) => id, number, times });
}
