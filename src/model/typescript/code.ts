/** How tightly an expression holds together: sums, products, and what needs no parentheses anywhere. */
type Rank = 0 | 1 | 2 | 3;
const [LOOSE, SUM, PRODUCT, ATOM]: readonly Rank[] = [0, 1, 2, 3];

/** An expression of the generated code. */
export interface Code {
  readonly text: string;
  readonly rank: Rank;
}

export function atom(text: string): Code {
  return { text, rank: ATOM };
}

export function literal(value: number): Code {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return { text, rank: text.startsWith("-") ? LOOSE : ATOM };
}

export function called(name: string, ...args: readonly Code[]): Code {
  return atom(`${name}(${args.map(({ text }) => text).join(", ")})`);
}

/** Left to right, as JavaScript calculates: parentheses stand only where they change the order. */
export function operated(operator: "+" | "-" | "*" | "/", left: Code, right: Code): Code {
  const rank = operator === "+" || operator === "-" ? SUM : PRODUCT;
  return { text: `${held(left, rank)} ${operator} ${held(right, (rank + 1) as Rank)}`, rank };
}

export function negated(code: Code): Code {
  return { text: `-${held(code, ATOM)}`, rank: LOOSE };
}

/** `condition ? code : otherwise` */
export function chosen(condition: string, code: Code, otherwise: Code): Code {
  return { text: `${condition} ? ${held(code, SUM)} : ${held(otherwise, SUM)}`, rank: LOOSE };
}

function held({ text, rank }: Code, least: Rank): string {
  return rank >= least ? text : `(${text})`;
}

/** Control characters, invisible characters and line separators: what could end a comment, or hide in one. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const LONGEST_COMMENT = 200;

/** Somebody's text as a comment may hold it: on one line, without what could end the comment. */
export function commentText(text: string): string {
  const cut = text.length > LONGEST_COMMENT ? `${text.slice(0, LONGEST_COMMENT)}…` : text;
  return cut.replaceAll(INVISIBLE, " ").replaceAll("*/", "* /");
}

/** Somebody's text as a string literal; whatever is not plain ASCII and could mislead is written as an escape. */
export function stringText(text: string): string {
  return JSON.stringify(text).replaceAll(INVISIBLE, (character) =>
    Array.from(character, (part) =>
      [...Array(part.length).keys()]
        .map((i) => `\\u${part.charCodeAt(i).toString(16).padStart(4, "0")}`)
        .join(""),
    ).join(""),
  );
}
