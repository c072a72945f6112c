/** A part of an expression; of a name, a number or a mark the text, marks in one spelling: `·` is `*`. */
export interface Token {
  readonly kind: "number" | "name" | "mark" | "other" | "end";
  readonly text: string;
  /** As it is written. */
  readonly written: string;
  /** The offset at which it begins. */
  readonly at: number;
}

/** A name: a letter of any script, then letters, digits and _. */
const NAME = /\p{L}[\p{L}\d_]*/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+\-−]?\d+)?/iy;
const BLANK = /\s*/y;

/** Each mark with its other spellings, those of mathematics and of Chinese keyboards. The longer come first. */
const marks: readonly (readonly [string, readonly string[]])[] = [
  ["^", ["**", "^"]],
  ["+", ["+", "＋"]],
  ["-", ["-", "−", "－"]],
  ["*", ["*", "·", "⋅", "×", "＊"]],
  ["/", ["/", "÷", "／"]],
  ["(", ["(", "（"]],
  [")", [")", "）"]],
  [",", [",", "，"]],
];

/** The token that begins at `from`, or behind the blanks there. */
export function tokenAt(text: string, from: number): Token {
  const at = from + match(BLANK, text, from).length;
  if (at >= text.length) return { kind: "end", text: "", written: "", at: text.length };
  const number = match(NUMBER, text, at);
  if (number !== "") return { kind: "number", text: number.replace("−", "-"), written: number, at };
  const name = match(NAME, text, at);
  if (name !== "") return { kind: "name", text: name, written: name, at };
  for (const [mark, spellings] of marks) {
    const written = spellings.find((spelling) => text.startsWith(spelling, at));
    if (written) return { kind: "mark", text: mark, written, at };
  }
  const other = String.fromCodePoint(text.codePointAt(at) as number);
  return { kind: "other", text: other, written: other, at };
}

/** Is the whole text one name? */
export function isName(text: string): boolean {
  return match(NAME, text, 0) === text && text !== "";
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
