import { escapeXml } from "../explain/html/escape.ts";
import { explanationToHtml } from "../explain/html/html.ts";
import { latexToMathml } from "../explain/html/mathml.ts";
import { explanationToLatex } from "../explain/latex/document.ts";
import { numberToLatex } from "../explain/latex/latex.ts";
import { textToLatex } from "../explain/latex/latex-text.ts";
import { explanationToMarkdown } from "../explain/markdown.ts";
import { pictureOf } from "../explain/picture/picture-of.ts";
import { rangeTexts } from "./range.ts";
import { type Sheet, sheetOf, symbolLatex, type WorksheetRenderOptions } from "./render.ts";
import type { Exercise, Worksheet } from "./worksheet.ts";

/** What one rendering writes of an exercise's derivations, as a document of its own. */
interface Options {
  readonly title: string;
  readonly conventions: readonly string[];
  readonly precision: { readonly decimals: number };
  readonly words: WorksheetRenderOptions["words"];
}

/** The answers with full working, as one HTML page. */
export function keyToHtml(worksheet: Worksheet, options: WorksheetRenderOptions): string {
  const { words } = sheetOf(worksheet, options);
  const pages = worksheet.exercises.map((exercise) => {
    const picture = pictureOf(exercise.explanation);
    const page = explanationToHtml(exercise.explanation, {
      ...optionsOf(worksheet, exercise, options),
      picture,
    });
    return page.replaceAll(/\bnetwork-(title|about)\b/g, `network-${exercise.number}-$1`);
  });
  const bodies = pages.map((page, i) =>
    between(page, "<main>\n", "\n</main>").replace(
      "</h1>\n",
      () => `</h1>\n${answersHtml(worksheet.exercises[i], words)}\n`,
    ),
  );
  return around(pages[0], "<main>\n", "\n</main>", bodies.join("\n"));
}

function answersHtml(exercise: Exercise, words: Sheet["words"]): string {
  const head = [words.quantity, words.answer, words.accepted].map(
    (text) => `<th scope="col">${escapeXml(text)}</th>`,
  );
  const rows = exercise.blanks.map(({ id, printed, tolerance }) => {
    const [low, high] = rangeTexts(tolerance);
    const cells = [latexToMathml(numberToLatex(printed)), escapeXml(words.range(low, high))];
    return `<tr><th scope="row">${latexToMathml(symbolLatex(id, exercise))}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<table class="answers" style="margin-bottom: 1.5rem"><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** The answers with full working, as one LaTeX document. */
export function keyToLatex(worksheet: Worksheet, options: WorksheetRenderOptions): string {
  const { words } = sheetOf(worksheet, options);
  const documents = worksheet.exercises.map((exercise) =>
    explanationToLatex(exercise.explanation, {
      ...optionsOf(worksheet, exercise, options),
      picture: pictureOf(exercise.explanation),
    }),
  );
  const [begin, end] = ["\\begin{document}\n", "\\end{document}"];
  // the title ends the first paragraph
  const bodies = documents.map((text, i) =>
    between(text, begin, end).replace(
      "\\par}\n",
      () => `\\par}\n\n${answersLatex(worksheet.exercises[i], words)}\n`,
    ),
  );
  return around(documents[0], begin, end, bodies.join("\n\\newpage\n"));
}

function answersLatex(exercise: Exercise, words: Sheet["words"]): string {
  const head = [words.quantity, words.answer, words.accepted].map(textToLatex).join(" & ");
  const rows = exercise.blanks.map(({ id, printed, tolerance }) => {
    const [low, high] = rangeTexts(tolerance).map(numberToLatex);
    return `$\\displaystyle ${symbolLatex(id, exercise)}$ & $${numberToLatex(printed)}$ & ${words.range(`$${low}$`, `$${high}$`)} \\\\`;
  });
  return [
    "{\\renewcommand{\\arraystretch}{2}",
    "\\begin{tabular}{@{}lll@{}}",
    `\\toprule ${head} \\\\ \\midrule`,
    ...rows,
    "\\bottomrule",
    "\\end{tabular}\\par}",
  ].join("\n");
}

/** The answers with full working, as Markdown. */
export function keyToMarkdown(worksheet: Worksheet, options: WorksheetRenderOptions): string {
  const { words } = sheetOf(worksheet, options);
  return worksheet.exercises
    .map((exercise) => {
      const page = explanationToMarkdown(exercise.explanation, optionsOf(worksheet, exercise, options));
      return page.replace("\n\n", () => `\n\n${answersMarkdown(exercise, words)}\n\n`);
    })
    .join("\n");
}

function answersMarkdown({ blanks }: Exercise, words: Sheet["words"]): string {
  const rows = blanks.map(({ id, printed, tolerance }) => {
    const [low, high] = rangeTexts(tolerance);
    return `| \`${id}\` | ${printed} | ${words.range(low, high)} |`;
  });
  return [`| ${words.quantity} | ${words.answer} | ${words.accepted} |`, "| --- | --: | --- |", ...rows].join(
    "\n",
  );
}

function optionsOf(worksheet: Worksheet, { number }: Exercise, options: WorksheetRenderOptions): Options {
  const { words, title, conventions = [] } = options;
  const { words: own } = sheetOf(worksheet, options);
  const heading = `${own.key}${words.colon}${own.exercise(number)}`;
  return {
    words,
    conventions,
    precision: { decimals: worksheet.decimals },
    title: title === undefined ? heading : `${heading} (${title})`,
  };
}

/** What stands between two marks of a document of ours. */
function between(text: string, open: string, close: string): string {
  return text.slice(text.indexOf(open) + open.length, text.lastIndexOf(close));
}

/** The document with something else between the marks. */
function around(text: string, open: string, close: string, inside: string): string {
  return `${text.slice(0, text.indexOf(open) + open.length)}${inside}${text.slice(text.lastIndexOf(close))}`;
}
