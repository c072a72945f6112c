import { behindLabels, type Line, linesOf } from "./lines.ts";
import { cleaned } from "./name.ts";
import { pairOf } from "./pair.ts";
import type { Passage } from "./passage.ts";
import { type Span, spansOf } from "./spans.ts";
import { stepOfHeading, stepOfName } from "./step.ts";

/** Before a longer text, an equality sign is no equation's. */
const MAX_NAME = 80;
const EQUALS = /[=≈≃＝]/;
const NAME = /^[-−(]?[\p{L}∂∇\\][^\s:?"<>]*$/u;
const NUMBERS = /^[\d\s.,+\-−*×·⋅/÷()^½¼]*\d[\d\s.,+\-−*×·⋅/÷()^½¼]*$/;
const AROUND_SIGNS = /\s?([/,+*·×→])\s?/g;

/**
 * The equations in prose: formulas, code that is an equation, and lines that are one; and the headings that say
 * after how many updates.
 */
export function prosePassages(text: string, from: number, to: number): Passage[] {
  const spans = spansOf(text, from, to);
  let next = 0;
  return linesOf(text, from, to).flatMap((line) => {
    const first = next;
    while (next < spans.length && spans[next].from < line.end) next++;
    const isInside = first > 0 && spans[first - 1].to > line.start;
    return passagesOfLine(text, line, spans.slice(first, next), isInside);
  });
}

function passagesOfLine(text: string, line: Line, spans: readonly Span[], isInside: boolean): Passage[] {
  const start = behindLabels(text, line);
  if (!isInside) {
    const step = stepOfHeading(withoutCommand(text.slice(line.start, line.end)));
    if (step !== undefined) return [{ kind: "step", step }];
    const pair = spans.length === 0 ? pairOf(text, { start, end: line.end }) : undefined;
    if (pair) return [pair];
    const isWhole = spans.every(({ to }) => to <= line.end);
    if (isWhole && isEquation(text.slice(start, line.end))) return [{ kind: "lines", start, end: line.end }];
  }
  return spans
    .filter((span) => span.kind === "maths" || isEquation(text.slice(span.start, span.end)))
    .map(passageOfSpan);
}

function passageOfSpan({ kind, start, end }: Span): Passage {
  return { kind: kind === "maths" ? "maths" : "lines", start, end };
}

/** `\section{After 1 update}` as what is in the braces. */
function withoutCommand(line: string): string {
  return (
    /^\s*\\(?:section|subsection|subsubsection|paragraph|textbf)\*?\{([^{}]{1,100})\}/.exec(line)?.[1] ?? line
  );
}

/** Is a text outside of formulas nothing but `name = …`, or the continuation of such a line? */
function isEquation(text: string): boolean {
  const at = text.search(EQUALS);
  if (at === -1 || at > MAX_NAME || /[<>!+\-*/]/.test(text[at - 1] ?? "")) return false;
  const [before, behind] = [text.slice(0, at), text.slice(at + 1)];
  if (!/\d/.test(behind) || countOf(before, "$") % 2 === 1) return false;
  // behind a sign in formulas of their own there are further equations
  if (behind.includes("$") && EQUALS.test(behind)) return false;
  const name = cleaned(before.replace(/:$/, "")).replaceAll(AROUND_SIGNS, "$1");
  const isFormula = before.includes("$") || name.startsWith("\\");
  return (
    name === "" || isFormula || NAME.test(name) || NUMBERS.test(name) || stepOfName(name).step !== undefined
  );
}

function countOf(text: string, character: string): number {
  return text.split(character).length - 1;
}
