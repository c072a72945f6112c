import type { Catalogue } from "../../locale/catalogue.ts";
import { idOf } from "../derive.ts";
import type { Explanation } from "../explain.ts";
import { formatNumber, type Precision } from "../page/numbers.ts";
import { pageOf } from "../page/page.ts";
import { writeRow } from "../page/row.ts";
import type { Page, PageRow, Section } from "../page/sections.ts";
import { besideOrBelow, type Line, layOut, type Row, wrap } from "./layout.ts";
import { plain } from "./plain.ts";

export interface TextOptions {
  readonly precision: Precision;
  /** Columns of the terminal. */
  readonly width: number;
  readonly words: Catalogue;
  readonly title?: string;
  /** What the network is and what is agreed on, a phrase each. */
  readonly conventions?: readonly string[];
  /** Sums of more terms than this are folded. Default: 8. */
  readonly terms?: number;
  /** Only what was asked for, without the forward pass; or only why gradients are what they are. Default: all. */
  readonly only?: "derivations" | "why";
}

/** Deeper rows are not set in any further. */
const DEEPEST = 6;

/** An explanation as aligned text for a terminal. */
export function explanationToText(explanation: Explanation, options: TextOptions): string {
  const { precision, width, words, title = "", conventions = [], terms = 8, only } = options;
  const number = (value: number) => formatNumber(value, precision);
  const page = pageOf(explanation, { words, number, terms, ...(only && { only }) });
  const sections = page.sections.map((section) => textOf(section, page, precision));
  const isApproximate = sections.some(({ lines }) =>
    lines.some((line) => typeof line === "object" && line.approximate),
  );
  const notes = isApproximate ? [...page.notes, words.approximately] : page.notes;
  const parts = [
    [title, besideOrBelow(conventions, width)].filter((text) => text !== "").join("\n"),
    ...sections.map(({ title, lines }) => (lines.length === 0 ? title : `${title}\n${layOut(lines, width)}`)),
    notes.flatMap((note) => wrap(note, width, 3)).join("\n"),
  ];
  return `${parts.filter((text) => text !== "").join("\n\n")}\n`;
}

function textOf(section: Section, page: Page, precision: Precision): { title: string; lines: Line[] } {
  const lines = section.groups
    .flatMap((group) => group.lines)
    .map((line): Line => ("note" in line ? `  ${line.note}` : rowOf(line, page, precision)));
  return { title: titleOf(section), lines };
}

function titleOf({ title }: Section): string {
  if ("words" in title) return title.words;
  const { id, place, remark } = title;
  return [place ? `${id}  (${place})` : id, remark].filter((text) => text).join("     ");
}

function rowOf(row: PageRow, page: Page, precision: Precision): Row {
  const { formula, numbers, value, approximate } = writeRow(row, page, {
    script: plain,
    symbol: (id) => idOf(page.steps.get(id)?.symbol ?? { of: id }),
    precision,
    dot: "·",
    // between names of derivatives a dot needs room
    wideDot: " · ",
    cross: " × ",
  });
  return {
    indent: 2 + 2 * Math.min(row.indent, DEEPEST),
    name: "id" in row.label ? row.label.id : row.label.words,
    formula: row.words ?? formula,
    numbers,
    value,
    approximate,
  };
}
