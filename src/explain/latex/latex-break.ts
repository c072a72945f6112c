import { widthOfLatex } from "./latex-width.ts";

/**
 * A formula as lines none of which is wider than `width`, in em, if that can be: broken before its signs, but not
 * within a subscript. A wide fraction becomes a quotient.
 */
export function breakFormula(latex: string, width: number): string[] {
  if (widthOfLatex(latex) <= width) return [latex];
  // what follows is set in by 1 em
  const [first, ...rest] = splitFormula(splitFraction(latex, width), width - 1);
  return [first, ...rest.map((line) => `\\quad ${line}`)];
}

/** A formula in pieces that follow one another, none wider than `width` if that can be. */
export function splitFormula(latex: string, width: number): string[] {
  const pieces: string[] = [];
  for (const part of partsOf(latex, width, 0)) {
    const last = pieces[pieces.length - 1];
    if (last !== undefined && widthOfLatex(last + part) <= width) pieces[pieces.length - 1] = last + part;
    else pieces.push(part);
  }
  return pieces.length === 1 ? [latex] : pieces.map(standAlone);
}

/** Brackets that grow may not open in one piece and close in another; a sign at the start is one between terms. */
function standAlone(piece: string, i: number): string {
  const fixed = piece.replaceAll("\\left(", "\\bigl(").replaceAll("\\right)", "\\bigr)");
  return i === 0 ? fixed : `{}${fixed.trimStart()}`;
}

/** Where a formula breaks, first choice first: before the terms of a sum, factors, and then within brackets. */
const signs: readonly { readonly sign: RegExp; readonly brackets: boolean }[] = [
  { sign: /^ [+-] /, brackets: false },
  { sign: /^ \\(?:cdot|times) (?!10\^)/, brackets: false },
  { sign: /^ [+-] /, brackets: true },
  { sign: /^ \\(?:cdot|times) (?!10\^)/, brackets: true },
];

function partsOf(latex: string, width: number, choice: number): string[] {
  if (choice === signs.length || widthOfLatex(latex) <= width) return [latex];
  return cut(latex, signs[choice]).flatMap((part) => partsOf(part, width, choice + 1));
}

/** Cuts before every sign that stands in no braces, nor in brackets unless that is allowed. */
function cut(latex: string, { sign, brackets }: (typeof signs)[number]): string[] {
  const parts: string[] = [];
  let braces = 0;
  let depth = 0;
  let start = 0;
  for (let at = 0; at < latex.length; at++) {
    const character = latex[at];
    if (character === "\\" && /[\\{}]/.test(latex[at + 1] ?? "")) at++;
    else if (character === "{") braces++;
    else if (character === "}") braces--;
    else if (braces > 0) continue;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (
      character === " " &&
      at > start &&
      (brackets || depth === 0) &&
      sign.test(latex.slice(at, at + 12))
    ) {
      parts.push(latex.slice(start, at));
      start = at;
    }
  }
  return [...parts, latex.slice(start)];
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
