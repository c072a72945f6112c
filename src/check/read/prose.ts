import { headingOf } from "./heading.ts";
import { behindLabels, type Line, linesOf } from "./lines.ts";
import { cleaned } from "./name.ts";
import { pairOf } from "./pair.ts";
import type { Passage } from "./passage.ts";
import { equationsInProse } from "./sentence.ts";
import { type Span, spansOf } from "./spans.ts";
import { stepOfName } from "./step.ts";

/** Before a longer text, an equality sign is no equation's. */
const MAX_NAME = 80;
const EQUALS = /[=≈≃＝←]/;
const NAME = /^[-−(]?[\p{L}∂∇\\][^\s:?"<>]*$/u;
const NUMBERS = /^[\d\s.,+\-−*×·⋅/÷()^½¼]*\d[\d\s.,+\-−*×·⋅/÷()^½¼]*$/;
const AROUND_SIGNS = /\s?([/,+*·×→])\s?/g;

/**
 * The equations in prose: formulas, code that is an equation, lines that are one, and those of quantities inside of
 * sentences; and the headings that say after how many updates, or of which sample.
 */
export function prosePassages(text: string, from: number, to: number): Passage[] {
  const spans = spansOf(text, from, to);
  let next = 0;
  return linesOf(text, from, to).flatMap((line) => {
    const first = next;
    while (next < spans.length && spans[next].from < line.end) next++;
    const open = Math.max(line.start, spans[first - 1]?.to ?? 0);
    return passagesOfLine(text, line, spans.slice(first, next), open);
  });
}

/** @param open where the line is prose again that a formula goes over into; otherwise its start */
function passagesOfLine(text: string, line: Line, spans: readonly Span[], open: number): Passage[] {
  const start = Math.max(open, behindLabels(text, line));
  if (open === line.start) {
    const heading = headingOf(withoutCommand(text.slice(line.start, line.end)));
    if (heading) return [heading];
    const pair = spans.length === 0 ? pairOf(text, { start, end: line.end }) : undefined;
    if (pair) return [pair];
    const isWhole = spans.every(({ to }) => to <= line.end);
    if (isWhole && isEquation(text.slice(start, line.end))) return [{ kind: "lines", start, end: line.end }];
  }
  const proseAfter = (at: number, next: Span | undefined) =>
    equationsInProse(text, at, next?.from ?? line.end);
  return [
    ...proseAfter(start, spans[0]),
    ...spans.flatMap((span, i) => [...passageOfSpan(text, span), ...proseAfter(span.to, spans[i + 1])]),
  ];
}

function passageOfSpan(text: string, { kind, start, end }: Span): Passage[] {
  if (kind === "maths") return [{ kind, start, end }];
  return isEquation(text.slice(start, end)) ? [{ kind: "lines", start, end }] : [];
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
  return name === "" || isFormula || NAME.test(stepOfName(name).name) || NUMBERS.test(name);
}

function countOf(text: string, character: string): number {
  return text.split(character).length - 1;
}
