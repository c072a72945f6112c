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
  const blanks = exercise.blanks.map((blank) => `${blank.id} =`);
  const { formulas = true } = options;
  const methods = exercise.blanks.map((blank) => `- \`${blank.id}\`: \`${formulaText(blank)}\``);
  return page(worksheet, exercise, options, formulas ? methods : [], blanks);
}

/** The same with the answers filled in. */
export function exerciseWorking(
  worksheet: Worksheet,
  exercise: Exercise,
  options: WorksheetRenderOptions,
): string {
  const answers = exercise.blanks.map(({ id, printed }) => `${id} = ${printed}`);
  return page(worksheet, exercise, options, [], answers);
}

function page(
  worksheet: Worksheet,
  exercise: Exercise,
  options: WorksheetRenderOptions,
  methods: readonly string[],
  lines: readonly string[],
): string {
  const { words, title, conventions, task } = sheetOf(worksheet, options);
  const numbers = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([id, text]) => `${id} = ${text}`);
  const headed = (text: string) => `${text}${options.words.colon}`.trimEnd();
  const parts = [
    `---\n${exampleToYaml(exercise.example)}---`,
    `# ${escapeMarkdown(title)}`,
    conventions.map((phrase) => `- ${escapeMarkdown(phrase)}`).join("\n"),
    `## ${words.exercise(exercise.number)}`,
    headed(words.given),
    fenced(numbers(givenTexts(exercise)), "given"),
    ...(exercise.shown.size === 0 ? [] : [headed(words.calculated), fenced(numbers([...exercise.shown]))]),
    task.join("\n"),
    methods.join("\n"),
    fenced(lines),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** What is given is nobody's working: a block of another sort is not read as one. */
function fenced(lines: readonly string[], sort: "text" | "given" = "text"): string {
  return [`\`\`\`${sort}`, ...lines, "```"].join("\n");
}

/** Somebody's words as text that Markdown shows and does not obey, and in which nobody reads an equation. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_{}[\]$|#~]/g, "\\$&");
}
