import { numberToLatex } from "../explain/latex/latex.ts";
import { preambleFor } from "../explain/latex/latex-preamble.ts";
import { setScripts, textToLatex } from "../explain/latex/latex-text.ts";
import { pictureToTikz } from "../explain/latex/tikz.ts";
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

const LINE = "\\underline{\\hspace{3.5cm}}";

/** The exercises as a LaTeX document to print and fill in, a page for each. */
export function worksheetToLatex(worksheet: Worksheet, options: WorksheetRenderOptions): string {
  const sheet = sheetOf(worksheet, options);
  const { words, conventions } = sheet;
  const who = [words.name, words.date].map(
    (text) => `${textToLatex(`${text}${options.words.colon}`)}${LINE}`,
  );
  return latexDocument(options.words, [
    titleLatex(sheet.title),
    who.join("\\qquad "),
    ...listLatex(conventions),
    worksheet.exercises.map((exercise) => exerciseOf(exercise, sheet, options)).join("\n\n\\newpage\n\n"),
  ]);
}

/** A document around what is in it. */
function latexDocument({ language }: Catalogue, parts: readonly string[]): string {
  const text = setScripts(parts.join("\n\n"), language !== "en");
  return `${preambleFor(language, text)}\n\\begin{document}\n\n${text.body}\n\n\\end{document}\n`;
}

function titleLatex(title: string): string {
  return `{\\LARGE\\bfseries\\raggedright ${textToLatex(title)}\\par}`;
}

function listLatex(phrases: readonly string[]): string[] {
  const items = phrases.map((phrase) => `\\item ${textToLatex(phrase)}`);
  return items.length === 0
    ? []
    : [
        [
          "\\begin{itemize}",
          "\\setlength{\\itemsep}{0pt}\\setlength{\\parskip}{0pt}",
          ...items,
          "\\end{itemize}",
        ].join("\n"),
      ];
}

function exerciseOf(exercise: Exercise, { words, task }: Sheet, options: WorksheetRenderOptions): string {
  const { number, shown, blanks } = exercise;
  return [
    `\\section*{${textToLatex(words.exercise(number))}}`,
    `\\begin{center}\n${pictureToTikz(sheetPicture(exercise), options.words)}\n\\end{center}`,
    `\\subsection*{${textToLatex(words.given)}}`,
    numbersLatex(givenTexts(exercise), exercise),
    ...(shown.size === 0
      ? []
      : [`\\subsection*{${textToLatex(words.calculated)}}`, numbersLatex([...shown], exercise)]),
    textToLatex(task.join(" ")),
    [
      "\\begin{enumerate}",
      ...blanks.map((blank) => blankLatex(blank, exercise, options)),
      "\\end{enumerate}",
    ].join("\n"),
  ].join("\n\n");
}

function numbersLatex(numbers: readonly (readonly [string, string])[], exercise: Exercise): string {
  const equations = numbers.map(([id, text]) => `$${symbolLatex(id, exercise)} = ${numberToLatex(text)}$`);
  return `{\\raggedright ${equations.join(",\\quad ")}\\par}`;
}

function blankLatex(blank: Blank, exercise: Exercise, { formulas = true }: WorksheetRenderOptions): string {
  const symbol = symbolLatex(blank.id, exercise);
  const formula = formulas ? ` = ${formulaLatex(blank, exercise)}` : "";
  return `\\item[\\phantom{0}] \\raggedright $\\displaystyle ${symbol}${formula} =$ ${LINE}\\par\\vspace{2mm}`;
}
