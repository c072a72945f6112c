import type { Catalogue } from "../../locale/catalogue.ts";
import type { Explanation } from "../explain.ts";
import type { Picture } from "../picture/picture.ts";
import { breakFormula } from "./latex-break.ts";
import { preambleFor } from "./latex-preamble.ts";
import { setScripts, textToLatex } from "./latex-text.ts";
import { widthOfLatex } from "./latex-width.ts";
import { pictureToTikz } from "./tikz.ts";
import {
  type Block,
  type Formula,
  inMath,
  type TypesetOptions,
  type TypesetRow,
  type TypesetSection,
  typeset,
} from "./typeset.ts";

export interface DocumentOptions extends TypesetOptions {
  /** Of the network, if there is to be one. */
  readonly picture?: Picture;
}

/** In em: what fits a line behind the name of a quantity, and the columns of a table together. */
const LINE_WIDTH = 40;
const TABLE_WIDTH = 40;

/** A longer name has a line of its own. */
const NAME_WIDTH = 8;

/** A table does not go on in the next page. */
const TABLE_ROWS = 16;

/**
 * An explanation as a LaTeX document that compiles as it is: with pdflatex where its text is in Latin letters,
 * else with xelatex, which its first line says.
 */
export function explanationToLatex(explanation: Explanation, options: DocumentOptions): string {
  const { words, title = words.untitled, conventions = [], picture } = options;
  const { sections, notes } = typeset(explanation, options);
  const isChinese = words.language !== "en";
  const text = setScripts(
    [
      `{\\LARGE\\bfseries\\raggedright ${textToLatex(title)}\\par}`,
      ...list(conventions),
      ...(picture ? [figureOf(picture, words)] : []),
      ...sections.map((section) => sectionOf(section, words)),
      ...(notes.length > 0 ? [`\\section*{${textToLatex(words.notes)}}`, ...list(notes)] : []),
    ].join("\n\n"),
    isChinese,
  );
  const preamble = preambleFor(words.language, text);
  return `${preamble}\n\\begin{document}\n\n${text.body}\n\n\\end{document}\n`;
}

function list(phrases: readonly string[]): string[] {
  const items = phrases.map((phrase) => `\\item ${textToLatex(phrase)}`);
  return items.length === 0
    ? []
    : [["\\begin{itemize}\\setlength{\\itemsep}{0pt}", ...items, "\\end{itemize}"].join("\n")];
}

function figureOf(picture: Picture, words: Catalogue): string {
  const { highlighted, result } = picture;
  return [
    "\\begin{center}",
    pictureToTikz(picture, words),
    ...(highlighted.length === 0
      ? []
      : ["", `{\\small ${textToLatex(words.picture.highlighted(highlighted, result))}}`]),
    "\\end{center}",
  ].join("\n");
}

function sectionOf({ heading, remark, groups }: TypesetSection, words: Catalogue): string {
  return [
    `\\section*{${heading.map(inText).join("")}}`,
    ...(remark === undefined ? [] : [textToLatex(remark)]),
    ...groups.flatMap((group) => [
      ...(group.heading === undefined ? [] : [`\\subsection*{${textToLatex(group.heading)}}`]),
      ...blocksOf(group.blocks, words),
    ]),
  ].join("\n\n");
}

/** Equations that follow one another are aligned at their equals signs. */
function blocksOf(blocks: readonly Block[], words: Catalogue): string[] {
  const parts: string[] = [];
  let equations: TypesetRow[] = [];
  const close = () => {
    if (equations.length > 0) parts.push(aligned(equations));
    equations = [];
  };
  for (const block of blocks) {
    if ("equation" in block) {
      equations.push(block.equation);
      continue;
    }
    close();
    if ("note" in block) parts.push(textToLatex(block.note));
    else parts.push(fitsTable(block.table) ? tableOf(block.table, words) : aligned(block.table));
  }
  close();
  return parts;
}

function aligned(rows: readonly TypesetRow[]): string {
  return ["\\begin{align*}", rows.map(equationOf).join(" \\\\\n"), "\\end{align*}"].join("\n");
}

/** Every equals sign may begin a line. */
function equationOf({ label, formula, numbers, value, relation, indent }: TypesetRow): string {
  const lines: string[] = [];
  const add = (sign: string, math: string | undefined): void => {
    if (math === undefined) return;
    const last = lines[lines.length - 1];
    if (last !== undefined && widthOfLatex(`${last} ${sign} ${math}`) <= LINE_WIDTH) {
      lines[lines.length - 1] = `${last} ${sign} ${math}`;
    } else {
      const [first, ...rest] = breakFormula(math, LINE_WIDTH).map(fitted);
      lines.push(`${sign} ${first}`, ...rest);
    }
  };
  add("=", formula && inMath(formula));
  add("=", numbers);
  add(relation, value);
  const name = inMath(label);
  const inset = indent > 0 ? `\\hspace{${indent}em}` : "";
  const isLong = widthOfLatex(name) > NAME_WIDTH;
  const all = (isLong ? [name, ...lines] : lines).map((line) => `& ${line}`).join(" \\\\\n  ");
  return isLong ? all : `${inset}${name} ${all}`;
}

/** What cannot be broken and does not fit is set smaller. */
function fitted(math: string): string {
  const width = widthOfLatex(math);
  if (width <= LINE_WIDTH) return math;
  return `\\scalebox{${Math.floor((LINE_WIDTH / width) * 100) / 100}}{$\\displaystyle ${math}$}`;
}

function fitsTable(rows: readonly TypesetRow[]): boolean {
  const cells = rows.map(cellsOf);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => widthOf(row[column]))));
  return widths.reduce((sum, width) => sum + width, 0) <= TABLE_WIDTH && rows.length <= TABLE_ROWS;
}

function tableOf(rows: readonly TypesetRow[], { columns }: Catalogue): string {
  const { factor, formula, withNumbers, value } = columns;
  const header = [factor, formula, withNumbers, value].map(textToLatex).join(" & ");
  const body = rows.map((row) => {
    const inset = row.indent > 1 ? `\\hspace{${row.indent - 1}em}` : "";
    return `${inset}${cellsOf(row).map(inCell).join(" & ")}`;
  });
  return [
    "\\begin{tabular}{@{}llll@{}}",
    `\\toprule ${header} \\\\ \\midrule \\addlinespace[6pt]`,
    body.join(" \\\\ \\addlinespace[7pt]\n"),
    "\\\\ \\addlinespace[7pt] \\bottomrule",
    "\\end{tabular}\\par\\vspace{\\baselineskip}",
  ].join("\n");
}

function cellsOf({ label, formula, numbers, value, relation }: TypesetRow): (Formula | undefined)[] {
  const result = value === undefined ? undefined : relation === "=" ? value : `${relation} ${value}`;
  return [label, formula, ...[numbers, result].map((math) => (math === undefined ? undefined : { math }))];
}

function widthOf(cell: Formula | undefined): number {
  return cell ? widthOfLatex(inMath(cell)) : 0;
}

function inCell(cell: Formula | undefined): string {
  if (!cell) return "";
  return "math" in cell ? `$\\displaystyle ${cell.math}$` : textToLatex(cell.words);
}

function inText(part: Formula): string {
  if ("words" in part) return textToLatex(part.words);
  // words can be broken, a formula cannot
  return /^\\text\{[^{}]*\}$/.test(part.math) ? part.math.slice("\\text".length) : `$${part.math}$`;
}
