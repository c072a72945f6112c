import type { Catalogue } from "../../locale/catalogue.ts";
import type { Explanation } from "../explain.ts";
import { formatNumber, type Precision } from "../page/numbers.ts";
import { pageOf } from "../page/page.ts";
import { writeRow } from "../page/row.ts";
import type { Page, PageLine, PageRow, Section } from "../page/sections.ts";
import { escapeLatex, latex, nameToLatex, numberToLatex, symbolToLatex } from "./latex.ts";

export interface TypesetOptions {
  readonly precision: Precision;
  readonly words: Catalogue;
  readonly title?: string;
  /** What the network is and what is agreed on, a phrase each. */
  readonly conventions?: readonly string[];
  /** Sums of more terms than this are folded. Default: 8. */
  readonly terms?: number;
  /** Whether formulas say of their symbols and numbers which quantities they stand for. Default: false. */
  readonly marked?: boolean;
}

/** Words as they are, or a formula in LaTeX. */
export type Formula = { readonly words: string } | { readonly math: string };

/** A row of the page with its formulas in LaTeX. */
export interface TypesetRow {
  readonly indent: number;
  /** The quantity as plain text: `∂E/∂w5`. */
  readonly name: string;
  readonly label: Formula;
  readonly formula: Formula | undefined;
  readonly numbers: string | undefined;
  readonly value: string | undefined;
  /** Before the value: the numbers as printed may not give it as printed. */
  readonly relation: "=" | "\\approx";
}

export type Block =
  | { readonly note: string }
  | { readonly equation: TypesetRow }
  /** The factors of the quantity called `of`. */
  | { readonly table: readonly TypesetRow[]; readonly of: string };

export interface TypesetSection {
  /** What is derived, as plain text; undefined of the forward pass and the loss. */
  readonly of: string | undefined;
  /** In one piece, and perhaps a formula and words behind it. */
  readonly heading: readonly Formula[];
  readonly remark: string | undefined;
  readonly groups: readonly { readonly heading: string | undefined; readonly blocks: readonly Block[] }[];
}

export interface TypesetPage {
  readonly sections: readonly TypesetSection[];
  readonly notes: readonly string[];
}

/** The page with every formula in LaTeX: what is left to a renderer is how headings and tables are made. */
export function typeset(
  explanation: Explanation,
  { precision, words, terms = 8, marked = false }: TypesetOptions,
): TypesetPage {
  const number = (value: number) => formatNumber(value, precision);
  const page = pageOf(explanation, { words, number, terms });
  const mark = marked ? markedAs : (_: string, math: string) => math;
  let approximate = false;
  const sections = page.sections.map(({ title, groups }): TypesetSection => {
    const many = groups.length > 1;
    return {
      of: "id" in title ? title.id : undefined,
      heading: headingOf(title, page, words, mark),
      remark: "remark" in title ? title.remark : undefined,
      groups: groups
        .filter(({ lines }) => lines.length > 0)
        .map(({ heading, lines }) => ({
          heading: many ? heading : undefined,
          blocks: blocksOf(lines, "id" in title ? title.id : "", rowOf),
        })),
    };
  });
  return { sections, notes: approximate ? [...page.notes, words.approximately] : page.notes };

  function rowOf(row: PageRow): TypesetRow {
    const written = typesetRow(row, page, precision, mark);
    approximate ||= written.relation !== "=";
    return written;
  }
}

type Mark = (id: string, math: string) => string;

/** As standing for a quantity; a sign stays outside, where brackets depend on it. */
function markedAs(id: string, math: string): string {
  if (math.startsWith("-")) return `-${markedAs(id, math.slice(1))}`;
  return `\\of{${escapeLatex(id)}}{${math}}`;
}

function headingOf(title: Section["title"], page: Page, { colon }: Catalogue, mark: Mark): Formula[] {
  if ("words" in title) return [title];
  const name = { math: mark(title.id, symbolOf(title.id, page)) };
  if (title.heading === undefined) return [name];
  const place = title.place === undefined ? [] : [{ words: ` (${title.place})` }];
  return [{ words: `${title.heading}${colon}` }, name, ...place];
}

/** Lines that are set in go into a table, the others stand alone. */
function blocksOf(lines: readonly PageLine[], of: string, rowOf: (row: PageRow) => TypesetRow): Block[] {
  const blocks: Block[] = [];
  let table: TypesetRow[] = [];
  let name = of;
  const close = () => {
    if (table.length > 0) blocks.push({ table, of: name });
    table = [];
  };
  for (const line of lines) {
    if ("indent" in line && line.indent > 0) {
      table.push(rowOf(line));
      continue;
    }
    close();
    if ("note" in line) blocks.push(line);
    else {
      const equation = rowOf(line);
      name = equation.name;
      blocks.push({ equation });
    }
  }
  close();
  return blocks;
}

function typesetRow(row: PageRow, page: Page, precision: Precision, mark: Mark): TypesetRow {
  const symbol = (id: string): string => symbolOf(id, page);
  const { formula, numbers, value, approximate } = writeRow(row, page, {
    script: latex,
    symbol,
    precision,
    inFormula: numberToLatex,
    mark,
    dot: " \\cdot ",
    wideDot: " \\cdot ",
    cross: " \\times ",
  });
  const math = formula === undefined ? undefined : { math: formula };
  return {
    indent: row.indent,
    name: "id" in row.label ? row.label.id : row.label.words,
    label: "id" in row.label ? { math: mark(row.label.id, symbol(row.label.id)) } : row.label,
    formula: row.words === undefined ? math : { words: row.words },
    numbers,
    value,
    relation: approximate ? "\\approx" : "=",
  };
}

/** A quantity in LaTeX, by the id of its step. */
function symbolOf(id: string, { steps }: Page): string {
  const step = steps.get(id);
  return setWords(step ? symbolToLatex(step.symbol) : nameToLatex(id));
}

/** Text of a formula, a command, or letters: whichever begins here. */
const words = /\\(?:text|operatorname)\{(?:[^{}\\]|\\[a-zA-Z]+(?:\{\})?|\\.)*\}|\\[a-zA-Z]+|[a-zA-Z]{2,}/g;

/** A name of several letters as one word; without this, `out` would be o times u times t. */
function setWords(math: string): string {
  return math.replace(words, (found) => (found.startsWith("\\") ? found : `\\mathit{${found}}`));
}

/** Either as LaTeX for a formula. */
export function inMath(formula: Formula): string {
  return "math" in formula ? formula.math : `\\text{${escapeLatex(formula.words)}}`;
}
