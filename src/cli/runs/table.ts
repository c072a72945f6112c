import { widthOf } from "../../index.ts";

export interface Column {
  readonly head: string;
  readonly cells: readonly string[];
  readonly align?: "right";
  /** May be cut to so many places where there is no room; a column without this is never cut. */
  readonly least?: number;
}

const GAP = 2;

/** Columns of text beside each other, no wider than `width` where that is possible. */
export function tableLines(columns: readonly Column[], width: number): string[] {
  const widths = columns.map(({ head, cells }) => Math.max(...[head, ...cells].map((cell) => widthOf(cell))));
  const tooMuch = (): number => widths.reduce((sum, wide) => sum + wide + GAP, -GAP) - width;
  while (tooMuch() > 0) {
    // the widest of those that may be cut gives up a place
    const spare = columns.map(({ least }, i) => (least === undefined || widths[i] <= least ? 0 : widths[i]));
    const widest = spare.indexOf(Math.max(...spare));
    if (spare[widest] === 0) break;
    widths[widest]--;
  }
  const rows = columns[0].cells.map((_, row) => columns.map(({ cells }) => cells[row]));
  return [columns.map(({ head }) => head), ...rows].map((row) =>
    row
      .map((cell, i) => fitted(cell, widths[i], columns[i].align))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}

function fitted(cell: string, width: number, align: "right" | undefined): string {
  const text = widthOf(cell) > width ? cut(cell, width) : cell;
  const blanks = " ".repeat(width - widthOf(text));
  return align === "right" ? blanks + text : text + blanks;
}

function cut(text: string, width: number): string {
  let kept = "";
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Somebody's words on a terminal, which must not obey them. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\uFFFD");
}
