import { escapeXml } from "../explain/html/escape.ts";
import { middleOf } from "./range.ts";
import { formulaText, givenTexts, type Sheet, sheetOf, type WorksheetRenderOptions } from "./render.ts";
import type { Blank, Exercise, Worksheet } from "./worksheet.ts";

/** What Moodle takes off for a wrong attempt, a share of the marks. */
const PENALTY = "0.3333333";

/**
 * The exercises as questions in Moodle's XML, one with embedded answers (cloze) for each, in a category of their own.
 * An answer is numerical, with the tolerance of the worksheet.
 */
export function worksheetToMoodle(worksheet: Worksheet, options: WorksheetRenderOptions): string {
  const sheet = sheetOf(worksheet, options);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<quiz>",
    categoryOf(sheet.title),
    ...worksheet.exercises.map((exercise) => questionOf(worksheet, exercise, sheet, options)),
    "</quiz>",
  ].join("\n")}\n`;
}

/** In the name of a category a slash stands for itself when it is doubled. */
function categoryOf(title: string): string {
  const path = `$course$/${title.replaceAll("/", "//")}`;
  return ['<question type="category">', `<category>${textOf(path)}</category>`, "</question>"].join("\n");
}

function questionOf(
  { seed, difficulty }: Worksheet,
  exercise: Exercise,
  sheet: Sheet,
  options: WorksheetRenderOptions,
): string {
  const { words, title } = sheet;
  const solution = exercise.blanks.map(
    (blank) => `<p>${inCloze(`${blank.id} = ${formulaText(blank)} = ${blank.printed}`)}</p>`,
  );
  return [
    '<question type="cloze">',
    `<name>${textOf(`${title}${options.words.comma}${words.exercise(exercise.number)}`)}</name>`,
    `<questiontext format="html">${textOf(bodyOf(exercise, sheet, options))}</questiontext>`,
    `<generalfeedback format="html">${textOf(solution.join(""))}</generalfeedback>`,
    `<penalty>${PENALTY}</penalty>`,
    "<hidden>0</hidden>",
    `<idnumber>${escapeXml(`${difficulty}-${seed}-${exercise.number}`)}</idnumber>`,
    "</question>",
  ].join("\n");
}

function textOf(text: string): string {
  return `<text>${escapeXml(text)}</text>`;
}

/** HTML; where numbers go, as Moodle writes it in the text of a question. */
function bodyOf(
  exercise: Exercise,
  { words, conventions, task }: Sheet,
  options: WorksheetRenderOptions,
): string {
  const { formulas = true } = options;
  const paragraph = (text: string) => `<p>${inCloze(text)}</p>`;
  const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
  const numbers = (pairs: readonly (readonly [string, string])[]) =>
    list(pairs.map(([id, text]) => inCloze(`${id} = ${text}`)));
  const blank = (asked: Blank) =>
    `${inCloze(formulas ? `${asked.id} = ${formulaText(asked)} =` : `${asked.id} =`)} ${answerOf(asked)}`;
  return [
    ...(conventions.length > 0 ? [list(conventions.map(inCloze))] : []),
    paragraph(words.given),
    numbers(givenTexts(exercise)),
    ...(exercise.shown.size > 0 ? [paragraph(words.calculated), numbers([...exercise.shown])] : []),
    ...task.map(paragraph),
    list(exercise.blanks.map(blank)),
  ].join("\n");
}

/** `{1:NUMERICAL:=0.5932:0.00005}` */
function answerOf(blank: Blank): string {
  const { middle, margin } = middleOf(blank);
  return `{1:NUMERICAL:=${middle}:${margin}}`;
}

/** Somebody's words as HTML in which Moodle finds no answers of its own. */
function inCloze(text: string): string {
  return escapeXml(text).replaceAll("{", "&#123;").replaceAll("}", "&#125;");
}
