/** A name of one script: `net_h1`, `out_h1.2`, `∂E`, `w₅`; Chinese words stand alone. */
const WORD =
  /(?!\p{sc=Han})[\p{L}∂∇](?:(?!\p{sc=Han})[\p{L}\p{M}\d₀-₉]|_(?=[\p{L}\d]))*(?:\.[\p{L}\d][\p{L}\d_]*)*/uy;
const HAN = /\p{sc=Han}+/uy;
const COMMAND = /\\[a-zA-Z]+/y;
const INDEX = /\[\d{1,9}(?:, ?\d{1,9}){0,3}\]/y;
const MARK =
  /['′⁺]|#\d{1,9}|\^\{?\s?(?:\+(?!\s?[\p{L}\d])|\*(?!\*)|'|\\prime|new|old)\s?\}?|\^\{ ?\([^{}()]{1,20}\) ?\}/uy;
/** The mark of a next value, and no sum: behind it nothing comes, or the operator of a sum. */
const UPDATED = /\+(?=\s{0,9}(?:$|[)\]}=≈,;*/×·⋅÷+\-−^]|\\(?:cdot|times|div)(?![a-zA-Z])))/y;
const DIGITS = /\d+/y;
const BLANKS = /(?:\s|\$|\\[,;!: ])*/y;

/** Longer arguments of a command are no part of a name. */
const MAX_GROUP = 300;
const MAX_EDGE = 60;

/** The length of the pattern at a place; 0 where it is not there. */
export function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}

/** Where the blanks at a place end, those of TeX included. */
export function afterBlanks(text: string, at: number): number {
  return at + lengthAt(BLANKS, text, at);
}

/** Where the word that begins at `at` ends. */
export function wordEnd(text: string, at: number): number {
  return at + (lengthAt(WORD, text, at) || lengthAt(HAN, text, at));
}

/** Where the command that begins at `at` ends, without its arguments. */
export function commandEnd(text: string, at: number): number {
  return at + lengthAt(COMMAND, text, at);
}

/** Where the group in braces that begins at `at` ends; undefined where none does, or it is not closed nearby. */
export function groupEnd(text: string, at: number): number | undefined {
  if (text[at] !== "{") return undefined;
  let depth = 0;
  for (let i = at; i < text.length && i < at + MAX_GROUP; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i + 1;
  }
  return undefined;
}

/** Where a name ends whose word or command ends at `at`: with `_{h1}`, `^{+}`, `'`, `#3`, `[1,2]`, `(i1→h1)`. */
export function nameEnd(text: string, at: number): number {
  let end = at;
  for (;;) {
    const next = suffixEnd(text, end);
    if (next === end) return end;
    end = next;
  }
}

function suffixEnd(text: string, at: number): number {
  switch (text[at]) {
    case "_":
      return subscriptEnd(text, at);
    case "(":
      return edgeEnd(text, at);
    case "[":
      return at + lengthAt(INDEX, text, at);
    case "+":
      return at + lengthAt(UPDATED, text, at);
    default:
      return at + lengthAt(MARK, text, at);
  }
}

function subscriptEnd(text: string, at: number): number {
  const inner = afterBlanks(text, at + 1);
  if (text[inner] === "{") return groupEnd(text, inner) ?? at;
  if (text[inner] === "\\") return argumentEnd(text, commandEnd(text, inner));
  const length = wordEnd(text, inner) - inner || lengthAt(DIGITS, text, inner);
  return length > 0 ? inner + length : at;
}

/** Where the argument of a command ends that ends at `at`; `at` where it has none. */
export function argumentEnd(text: string, at: number): number {
  return groupEnd(text, afterBlanks(text, at)) ?? at;
}

function edgeEnd(text: string, at: number): number {
  const inner = text.slice(at, at + MAX_EDGE);
  const close = inner.indexOf(")");
  return /→|->|\\to/.test(inner.slice(0, close + 1)) ? at + close + 1 : at;
}

/** A name without the marks that only say how it looks: `$`, bold, blanks of TeX around it. */
export function cleaned(name: string): string {
  const plain = name.replaceAll(/\$|\*\*|`|&|\\displaystyle/g, " ").replaceAll(/\s+/g, " ");
  const start = lengthAt(BLANKS, plain, 0);
  let end = plain.length;
  while (end > start && (plain[end - 1] === " " || /\\[,;:!]/.test(plain.slice(end - 2, end)))) {
    end -= plain[end - 1] === " " ? 1 : 2;
  }
  return plain.slice(start, Math.max(start, end));
}
