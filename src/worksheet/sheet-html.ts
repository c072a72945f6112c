import { escapeXml } from "../explain/html/escape.ts";
import { latexToMathml } from "../explain/html/mathml.ts";
import { htmlPage } from "../explain/html/page.ts";
import { pictureToSvg } from "../explain/html/svg.ts";
import { numberToLatex } from "../explain/latex/latex.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import {
  formulaLatex,
  givenTexts,
  type Sheet,
  sheetOf,
  sheetPicture,
  symbolLatex,
  type WorksheetRenderOptions,
} from "./render.ts";
import type { Blank, Exercise, Worksheet } from "./worksheet.ts";

const SHEET_STYLE = `
.who { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
.line { display: inline-block; min-width: 9rem; border-bottom: 1px solid currentColor; height: 1.6em; }
.numbers { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; padding: 0; margin: .5rem 0; list-style: none; }
.blanks { padding-left: 1.6rem; }
.blanks li { margin: 1.1rem 0; break-inside: avoid; }
@media print {
  @page { size: A4; margin: 15mm; }
  .who, .conventions, .numbers { margin: .3rem 0; }
  .conventions { columns: 2; }
  .exercise figure { max-width: 14cm; margin: .3rem auto; }
  .blanks li { margin: .6rem 0; }
  .exercise + .exercise { break-before: page; }
}`;

/** The exercises as one HTML page to print and fill in, which needs no script, no network and no other file. */
export function worksheetToHtml(worksheet: Worksheet, options: WorksheetRenderOptions): string {
  const sheet = sheetOf(worksheet, options);
  const { words, conventions } = sheet;
  const body = [
    `<p class="who">${[words.name, words.date].map((who) => `<span>${escapeXml(`${who}${options.words.colon}`)}<span class="line"></span></span>`).join(" ")}</p>`,
    ...list(conventions),
    ...worksheet.exercises.map((exercise) => exerciseOf(exercise, sheet, options)),
  ];
  return htmlPage(options.words, { title: sheet.title, style: SHEET_STYLE, body });
}

function list(phrases: readonly string[]): string[] {
  const items = phrases.map((phrase) => `<li><bdi>${escapeXml(phrase)}</bdi></li>`);
  return items.length === 0 ? [] : ['<ul class="conventions">', ...items, "</ul>"];
}

function exerciseOf(exercise: Exercise, { words, task }: Sheet, options: WorksheetRenderOptions): string {
  const { number, shown, blanks } = exercise;
  return [
    '<section class="exercise">',
    `<h2>${escapeXml(words.exercise(number))}</h2>`,
    pictureHtml(exercise, options.words),
    `<h3>${escapeXml(words.given)}</h3>`,
    numbersHtml(givenTexts(exercise), exercise),
    ...(shown.size === 0
      ? []
      : [`<h3>${escapeXml(words.calculated)}</h3>`, numbersHtml([...shown], exercise)]),
    ...task.map((sentence) => `<p>${escapeXml(sentence)}</p>`),
    '<ol class="blanks">',
    ...blanks.map((blank) => blankHtml(blank, exercise, options)),
    "</ol>",
    "</section>",
  ].join("\n");
}

/** Ids are those of this exercise alone. */
function pictureHtml(exercise: Exercise, words: Catalogue): string {
  const svg = pictureToSvg(sheetPicture(exercise), words);
  return `<figure>\n${svg.replaceAll(/\bnetwork-(title|about)\b/g, `network-${exercise.number}-$1`)}\n</figure>`;
}

function numbersHtml(numbers: readonly (readonly [string, string])[], exercise: Exercise): string {
  const items = numbers.map(
    ([id, text]) => `<li>${latexToMathml(`${symbolLatex(id, exercise)} = ${numberToLatex(text)}`)}</li>`,
  );
  return `<ul class="numbers">${items.join("")}</ul>`;
}

function blankHtml(blank: Blank, exercise: Exercise, { formulas = true }: WorksheetRenderOptions): string {
  const symbol = symbolLatex(blank.id, exercise);
  const left = formulas ? `${symbol} = ${formulaLatex(blank, exercise)} =` : `${symbol} =`;
  return `<li>${latexToMathml(left)} <span class="line"></span></li>`;
}
