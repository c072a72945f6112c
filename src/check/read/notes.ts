import { depthOf, isMark } from "./brackets.ts";
import type { Token } from "./token.ts";

/** Single words that people write behind a number. */
const remarks: ReadonlySet<string> = new Set(
  (
    "approx approximately rounded truncated cut units unit ok okay correct right wrong exact exactly dp d.p sf s.f " +
    "decimals digits each too again done checked check yes V A cm mm kg"
  ).split(" "),
);

const WORD = /^\p{L}{2,}$/u;
const LONG_WORD = /^\p{L}{3,}$/u;
/** Text in words, or in brackets of its own: `\text{ (rounded)}`. */
const PROSE = /[\s(]|\p{sc=Han}/u;
/** Remarks behind remarks. */
const MAX_NOTES = 5;

/** Without what somebody remarked behind a number: `(correct to 4 d.p.)`, `✓`, `# as before`. */
export function withoutNotes(tokens: readonly Token[]): readonly Token[] {
  const comment = tokens.findIndex(({ kind, text }, i) => i > 0 && kind === "other" && text === "#");
  let rest = comment === -1 ? tokens : tokens.slice(0, comment);
  for (let i = 0; i < MAX_NOTES; i++) {
    const shorter = withoutWords(withoutBrackets(withoutSigns(rest)));
    if (shorter.length === rest.length) break;
    rest = shorter;
  }
  return rest;
}

/** A full stop, a tick, a percent sign, an asterisk: at the end they say nothing. */
function withoutSigns(tokens: readonly Token[]): readonly Token[] {
  let end = tokens.length;
  while (end > 1 && (tokens[end - 1].kind === "other" || isMark(tokens[end - 1], "*"))) end--;
  return tokens.slice(0, end);
}

function withoutBrackets(tokens: readonly Token[]): readonly Token[] {
  if (!isMark(tokens.at(-1), ")]")) return tokens;
  const open = openOf(tokens);
  if (open < 1 || !isValueEnd(tokens[open - 1])) return tokens;
  return isNote(tokens.slice(open + 1, -1)) ? tokens.slice(0, open) : tokens;
}

/** The index of the bracket that the last token closes; −1 where there is none. */
function openOf(tokens: readonly Token[]): number {
  let depth = 0;
  for (let i = tokens.length - 1; i >= 0; i--) {
    depth += depthOf(tokens[i]);
    if (depth === 0) return i;
  }
  return -1;
}

/** Words, or the number of a footnote. */
function isNote(inside: readonly Token[]): boolean {
  if (inside.length === 2 && isMark(inside[0], "^")) return true;
  const isClear = inside.some((token) => isWord(token) && (LONG_WORD.test(token.text) || isRemark(token)));
  return isClear && inside.every(isPartOfNote);
}

function withoutWords(tokens: readonly Token[]): readonly Token[] {
  let from = tokens.length;
  while (from > 1 && isPartOfNote(tokens[from - 1])) from--;
  const start = tokens.findIndex((token, i) => i >= from && isWord(token) && isValueEnd(tokens[i - 1]));
  if (start === -1) return tokens;
  const words = tokens.slice(start).filter(isWord);
  return words.length > 1 || isRemark(words[0]) ? tokens.slice(0, start) : tokens;
}

function isPartOfNote(token: Token): boolean {
  return isWord(token) || token.kind === "number" || token.kind === "other" || isMark(token, ",;-");
}

function isWord(token: Token): boolean {
  return token.kind === "name" && (WORD.test(token.text) || isRemark(token)) && isWhole(token);
}

function isRemark({ text }: Token): boolean {
  return remarks.has(text) || PROSE.test(text);
}

/** Is the name nothing but its word, without `_{h1}` or `'`? */
function isWhole({ text, at, end }: Token): boolean {
  return end - at === text.length || PROSE.test(text);
}

function isValueEnd(token: Token | undefined): boolean {
  return token?.kind === "number" || isMark(token, ")]}");
}
