import type { Catalogue } from "../../locale/catalogue.ts";
import type { Explanation } from "../explain.ts";
import { splitFormula } from "../latex/latex-break.ts";
import { widthOfLatex } from "../latex/latex-width.ts";
import {
  type Block,
  type Formula,
  inMath,
  type TypesetOptions,
  type TypesetRow,
  type TypesetSection,
  typeset,
} from "../latex/typeset.ts";
import type { Picture } from "../picture/picture.ts";
import { escapeXml } from "./escape.ts";
import { latexToMathml } from "./mathml.ts";
import { htmlPage } from "./page.ts";
import { pictureToSvg } from "./svg.ts";

export interface HtmlOptions extends TypesetOptions {
  /** Of the network, if there is to be one. */
  readonly picture?: Picture;
}

/** Formulas up to this width, in em, fit a narrow screen. */
const NARROW = 15;

/** Rows of a table up to this width fit every screen on which it is laid out as a table. */
const TABLE_WIDTH = 34;

/** An explanation as one HTML page with formulas in MathML, which needs no script, no network and no other file. */
export function explanationToHtml(explanation: Explanation, options: HtmlOptions): string {
  const { words, title = words.untitled, conventions = [], picture } = options;
  return htmlPage(words, {
    title,
    body: [
      ...list(conventions, "conventions"),
      ...(picture ? [figureOf(picture, words)] : []),
      ...sectionsOf(explanation, options),
    ],
  });
}

/**
 * The sections of an explanation as HTML to be put into a page that has `EXPLANATION_STYLE`. With `marked`, each symbol and
 * number of a formula says in `data-of` which quantity it stands for.
 */
export function explanationToFragment(explanation: Explanation, options: TypesetOptions): string {
  return sectionsOf(explanation, options).join("\n");
}

function sectionsOf(explanation: Explanation, options: TypesetOptions): string[] {
  const { words } = options;
  const { sections, notes } = typeset(explanation, options);
  return [
    ...sections.map((section) => sectionOf(section, words)),
    ...(notes.length > 0
      ? [`<section class="notes"><h2>${words.notes}</h2>`, ...list(notes), "</section>"]
      : []),
  ];
}

function list(phrases: readonly string[], kind?: string): string[] {
  const items = phrases.map((phrase) => `<li><bdi>${escapeXml(phrase)}</bdi></li>`);
  return items.length === 0 ? [] : [kind ? `<ul class="${kind}">` : "<ul>", ...items, "</ul>"];
}

function figureOf(picture: Picture, words: Catalogue): string {
  const { highlighted, result } = picture;
  const caption = escapeXml(words.picture.highlighted(highlighted, result));
  return [
    "<figure>",
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeXml(words.picture.title)}">`,
    pictureToSvg(picture, words),
    "</div>",
    ...(highlighted.length === 0 ? [] : [`<figcaption><bdi>${caption}</bdi></figcaption>`]),
    "</figure>",
  ].join("\n");
}

function sectionOf({ heading, remark, groups, of }: TypesetSection, words: Catalogue): string {
  return [
    of === undefined ? "<section>" : '<section class="derivation">',
    `<h2>${heading.map((part) => spoken(part, of ?? "", words)).join("")}</h2>`,
    ...(remark === undefined ? [] : [`<p><bdi>${escapeXml(remark)}</bdi></p>`]),
    ...groups.flatMap(({ heading, blocks }) => [
      ...(heading === undefined ? [] : [`<h3>${escapeXml(heading)}</h3>`]),
      ...blocks.map((block) => blockOf(block, words)),
    ]),
    "</section>",
  ].join("\n");
}

function blockOf(block: Block, words: Catalogue): string {
  if ("note" in block) return `<p><bdi>${escapeXml(block.note)}</bdi></p>`;
  return "equation" in block ? equationOf(block.equation, words) : tableOf(block.table, block.of, words);
}

/** Every equals sign may begin a line. */
function equationOf(row: TypesetRow, words: Catalogue): string {
  const { name, label, formula, numbers, value, relation } = row;
  const parts = [
    formula && { math: `{}= ${inMath(formula)}` },
    numbers === undefined ? undefined : { math: `{}= ${numbers}` },
    value === undefined ? undefined : { math: `{}${relation} ${value}` },
  ];
  const written = parts.filter((part) => part !== undefined).map((part) => boxed(part, name, words));
  return `<div class="row"><div>${boxed(label, name, words)}</div><div class="parts">${written.join("")}</div></div>`;
}

/** Roles are said, because on a narrow screen a table is laid out as lines. */
function tableOf(rows: readonly TypesetRow[], of: string, words: Catalogue): string {
  const { factor, formula, withNumbers, value } = words.columns;
  const header = [factor, formula, withNumbers, value].map(
    (column) => `<th role="columnheader" scope="col">${column}</th>`,
  );
  const caption = escapeXml(words.working(of));
  const isWide = Math.max(...rows.map(rowWidth)) > TABLE_WIDTH;
  return [
    isWide
      ? `<div class="table scroll" tabindex="0" role="group" aria-label="${caption}">`
      : '<div class="table">',
    '<table role="table">',
    `<caption class="unseen">${caption}</caption>`,
    `<thead role="rowgroup"><tr role="row">${header.join("")}</tr></thead>`,
    '<tbody role="rowgroup">',
    ...rows.map((row) => tableRowOf(row, words)),
    "</tbody>",
    "</table>",
    "</div>",
  ].join("\n");
}

function tableRowOf(row: TypesetRow, words: Catalogue): string {
  const { name, label, formula, numbers, value, relation, indent } = row;
  const result = value === undefined ? undefined : relation === "=" ? value : `${relation} ${value}`;
  const cells = [formula, mathOf(numbers), mathOf(result)].map((content, i) => {
    const kind = content && !(i === 2 && relation !== "=") ? ' class="equal"' : "";
    return `<td role="cell"${kind}>${content ? boxed(content, name, words) : ""}</td>`;
  });
  const inset = indent > 1 ? ` class="in${Math.min(indent, 4)}"` : "";
  return `<tr role="row"><th role="rowheader" scope="row"${inset}>${spoken(label, name, words)}</th>${cells.join("")}</tr>`;
}

/** To some programs that read a page aloud a formula is no name of a row or a section: it is there as text too. */
function spoken(label: Formula, name: string, words: Catalogue): string {
  const shown = boxed(label, name, words);
  if ("words" in label || shown.includes("tabindex")) return shown;
  return `<span class="unseen">${escapeXml(name)}</span><span aria-hidden="true">${shown}</span>`;
}

function mathOf(math: string | undefined): Formula | undefined {
  return math === undefined ? undefined : { math };
}

function rowWidth({ label, formula, numbers = "", value = "" }: TypesetRow): number {
  const parts = [label, ...(formula ? [formula] : []), { math: numbers }, { math: value }];
  return parts.reduce((sum, part) => sum + widthOfLatex(inMath(part)), 0);
}

/** What may not fit a narrow screen goes on in the next line; what cannot, scrolls within a box of its own. */
function boxed(content: Formula, name: string, { colon, columns }: Catalogue): string {
  if ("words" in content) return inline(content);
  const label = escapeXml(`${name}${colon}${columns.formula}`);
  const pieces = splitFormula(content.math, NARROW).map((math) =>
    widthOfLatex(math) <= NARROW
      ? inline({ math })
      : `<span class="scroll" tabindex="0" role="group" aria-label="${label}">${inline({ math })}</span>`,
  );
  return pieces.length === 1 ? pieces[0] : `<span class="pieces">${pieces.join("<wbr/>")}</span>`;
}

function inline(content: Formula): string {
  return "math" in content ? latexToMathml(content.math) : `<bdi>${escapeXml(content.words)}</bdi>`;
}
