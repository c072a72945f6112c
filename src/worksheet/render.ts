import { latex, nameToLatex, numberToLatex, symbolToLatex } from "../explain/latex/latex.ts";
import { formatExpr } from "../explain/page/notation.ts";
import { formatGiven } from "../explain/page/numbers.ts";
import type { Picture } from "../explain/picture/picture.ts";
import { pictureOf } from "../explain/picture/picture-of.ts";
import { plain } from "../explain/text/plain.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import { type WorksheetWords, worksheetWords } from "./words.ts";
import type { Blank, Exercise, Worksheet } from "./worksheet.ts";

export interface WorksheetRenderOptions {
  readonly words: Catalogue;
  readonly title?: string;
  /** What the network is and what is agreed on, a phrase each. */
  readonly conventions?: readonly string[];
  /** Is it said how each quantity is calculated? Default: yes. */
  readonly formulas?: boolean;
}

/** What all renderings of a worksheet print, in words and plain text. */
export interface Sheet {
  readonly words: WorksheetWords;
  readonly title: string;
  readonly conventions: readonly string[];
  /** What is to be done. */
  readonly task: readonly string[];
}

export function sheetOf({ decimals, exercises }: Worksheet, options: WorksheetRenderOptions): Sheet {
  const words = worksheetWords[options.words.language];
  const { title, conventions = [] } = options;
  const isUpdated = exercises.some(({ blanks }) => blanks.some(({ id }) => id.includes("⁺")));
  return {
    words,
    title: title === undefined ? words.worksheet : `${words.worksheet}${options.words.colon}${title}`,
    conventions,
    task: [words.task(decimals), ...(isUpdated ? [words.updated] : [])],
  };
}

/** The given numbers of an exercise by name, as they are printed. */
export function givenTexts({ givens }: Exercise): [string, string][] {
  return [...givens].map(([id, value]) => [id, formatGiven(value, { digits: 17 })]);
}

/** `w1·i1 + w2·i2 + b1` */
export function formulaText({ formula }: Blank): string {
  return formatExpr(formula, { script: plain, ref: (id) => id, number: given, times: "·" });
}

/** The formula of a blank for LaTeX's mathematics mode. */
export function formulaLatex({ formula }: Blank, exercise: Exercise): string {
  const ref = (id: string) => symbolLatex(id, exercise);
  return formatExpr(formula, {
    script: latex,
    ref,
    number: (n) => numberToLatex(given(n)),
    times: " \\cdot ",
  });
}

function given(value: number): string {
  return formatGiven(value, { digits: 17 });
}

/** Text of a formula, a command, or letters: whichever begins here. */
const words = /\\(?:text|operatorname)\{(?:[^{}\\]|\\[a-zA-Z]+(?:\{\})?|\\.)*\}|\\[a-zA-Z]+|[a-zA-Z]{2,}/g;

/** A quantity by its id; a name of several letters is set as one word. */
export function symbolLatex(id: string, { explanation }: Exercise): string {
  const step = explanation.steps.get(id);
  const math = step ? symbolToLatex(step.symbol) : nameToLatex(id);
  return math.replace(words, (found) => (found.startsWith("\\") ? found : `\\mathit{${found}}`));
}

/** The network with those numbers alone that are given or shown. */
export function sheetPicture({ explanation, givens, shown }: Exercise): Picture {
  const picture = pictureOf(explanation);
  const isKnown = (id: string) => [id, `out_${id}`].some((name) => givens.has(name) || shown.has(name));
  const neurons = picture.neurons.map(({ value, ...neuron }) => ({
    ...neuron,
    ...(value !== undefined && isKnown(neuron.id) && { value }),
  }));
  return { ...picture, neurons };
}
