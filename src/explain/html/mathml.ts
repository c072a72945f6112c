import temml from "temml";
import { unescapeLatex } from "../latex/latex.ts";
import { escapeXml } from "./escape.ts";

/** Words within a formula. */
const text = /\\text\{((?:[^{}\\]|\\[a-zA-Z]+\{\}|\\.)*)\}/gs;

/** No character that anybody writes: between them stands the number of the words that belong there. */
const place = /\uFDD0(\d+)\uFDD0/g;

/**
 * A formula in LaTeX as MathML, ready for a page. Words in it come out as they are: TeX would make quotes and
 * dashes of some characters, and does not know others.
 * @throws where the LaTeX is wrong: formulas are ours, so that would be a bug
 */
export function latexToMathml(latex: string): string {
  const words: string[] = [];
  const formula = latex.replace(text, (_, escaped: string) => {
    words.push(escapeXml(unescapeLatex(escaped)));
    return `\\text{\uFDD0${words.length - 1}\uFDD0}`;
  });
  const math = temml.renderToString(formula, { throwOnError: true, trust: false });
  const [, inside] = /^<math[^>]*>(.*)<\/math>$/s.exec(math) as RegExpExecArray;
  // fractions as large as in a displayed formula, but in the line
  return `<math displaystyle="true">${inside.replace(place, (_, i: string) => words[Number(i)])}</math>`;
}
