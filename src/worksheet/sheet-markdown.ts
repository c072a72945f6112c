import { exampleToYaml } from "./example.ts";
import { formulaText, givenTexts, sheetOf, type WorksheetRenderOptions } from "./render.ts";
import type { Exercise, Worksheet } from "./worksheet.ts";

/**
 * One exercise as Markdown to be filled in behind the equals signs. It holds its own example, so that it can be
 * checked as it is.
 */
export function exerciseToMarkdown(
  worksheet: Worksheet,
  exercise: Exercise,
  options: WorksheetRenderOptions,
): string {
  return joined([
    exampleOf(exercise),
    ...headingOf(worksheet, options),
    ...exerciseOf(worksheet, exercise, options, blanksOf(exercise)),
  ]);
}

/** All exercises on one page of Markdown to read or to print; a page for each can be checked. */
export function worksheetToMarkdown(worksheet: Worksheet, options: WorksheetRenderOptions): string {
  return joined([
    ...headingOf(worksheet, options),
    ...worksheet.exercises.flatMap((exercise) =>
      exerciseOf(worksheet, exercise, options, blanksOf(exercise)),
    ),
  ]);
}

/** One exercise with the answers filled in, as a learner would. */
export function exerciseWorking(
  worksheet: Worksheet,
  exercise: Exercise,
  options: WorksheetRenderOptions,
): string {
  const answers = exercise.blanks.map(({ id, printed }) => `${id} = ${printed}`);
  return joined([
    exampleOf(exercise),
    ...headingOf(worksheet, options),
    ...exerciseOf(worksheet, exercise, options, answers),
  ]);
}

function joined(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function exampleOf({ example }: Exercise): string {
  return `---\n${exampleToYaml(example)}---`;
}

function blanksOf({ blanks }: Exercise): string[] {
  return blanks.map(({ id }) => `${id} =`);
}

function headingOf(worksheet: Worksheet, options: WorksheetRenderOptions): string[] {
  const { title, conventions } = sheetOf(worksheet, options);
  return [
    `# ${escapeMarkdown(title)}`,
    conventions.map((phrase) => `- ${escapeMarkdown(phrase)}`).join("\n"),
  ];
}

function exerciseOf(
  worksheet: Worksheet,
  exercise: Exercise,
  options: WorksheetRenderOptions,
  lines: readonly string[],
): string[] {
  const { words, task } = sheetOf(worksheet, options);
  const { formulas = true } = options;
  const methods = exercise.blanks.map((blank) => `- \`${blank.id}\`: \`${formulaText(blank)}\``);
  const numbers = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([id, text]) => `${id} = ${text}`);
  const headed = (text: string) => `${text}${options.words.colon}`.trimEnd();
  return [
    `## ${words.exercise(exercise.number)}`,
    headed(words.given),
    fenced(numbers(givenTexts(exercise)), "given"),
    ...(exercise.shown.size === 0 ? [] : [headed(words.calculated), fenced(numbers([...exercise.shown]))]),
    task.join("\n"),
    formulas ? methods.join("\n") : "",
    fenced(lines),
  ];
}

/** What is given is nobody's working: a block of another sort is not read as one. */
function fenced(lines: readonly string[], sort: "text" | "given" = "text"): string {
  return [`\`\`\`${sort}`, ...lines, "```"].join("\n");
}

/** Somebody's words as text that Markdown shows and does not obey, and in which nobody reads an equation. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_{}[\]$|#~]/g, "\\$&");
}
