import { widthOfLatex } from "./latex-width.ts";

/** Before these a formula may go on in the next line. */
const sign = /^ (?:[+-]|\\cdot|\\times(?! 10\^)) /;

/**
 * A formula as lines none of which is wider than `width`, in em, if that can be: broken before its signs, but not
 * within a fraction or a subscript.
 */
export function breakFormula(latex: string, width: number): string[] {
  if (widthOfLatex(latex) <= width) return [latex];
  const lines: string[] = [];
  // brackets that grow may not open in one line and close in another
  const flat = splitFraction(latex, width).replaceAll("\\left(", "\\bigl(").replaceAll("\\right)", "\\bigr)");
  for (const piece of piecesOf(flat)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && widthOfLatex(last + piece) <= width) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line, i) => (i === 0 ? line : `\\quad {}${line.trimStart()}`));
}

/** A formula that is one wide fraction as its numerator in brackets, over which a line can break. */
function splitFraction(latex: string, width: number): string {
  const parts = /^\\frac\{(?<top>.*)\}\{(?<bottom>[^{}]*)\}$/s.exec(latex)?.groups;
  return parts && isBalanced(parts.top) && widthOfLatex(latex) > width
    ? `(${parts.top}) / ${parts.bottom}`
    : latex;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/\\.|[{}]/gs)) {
    if (token === "{") depth++;
    if (token === "}" && --depth < 0) return false;
  }
  return depth === 0;
}

/** Every sign that stands in no braces begins a piece. */
function piecesOf(latex: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < latex.length; at++) {
    if (latex[at] === "\\" && /[\\{}]/.test(latex[at + 1] ?? "")) at++;
    else if (latex[at] === "{") depth++;
    else if (latex[at] === "}") depth--;
    else if (depth === 0 && latex[at] === " " && at > start && sign.test(latex.slice(at, at + 12))) {
      pieces.push(latex.slice(start, at));
      start = at;
    }
  }
  return [...pieces, latex.slice(start)];
}
