import type { Printed } from "../claim.ts";
import { type Command, commandAt } from "./command.ts";
import { afterBlanks, commandEnd, lengthAt, nameEnd, wordEnd } from "./name.ts";
import { connectives, constants, functions, marks, signs } from "./notation.ts";
import { type Digits, fromSuperscript, numberAt } from "./number.ts";

/**
 * A part of a formula. Marks and functions are in one spelling, whatever they are written as; a matrix is brackets
 * with `,` and `;`. relation: `=`, or `<` for whatever is no equality. other: a sign without a meaning here.
 */
export interface Token {
  readonly kind:
    | "number"
    | "constant"
    | "name"
    | "function"
    | "mark"
    | "relation"
    | "break"
    | "dots"
    | "other"
    | "fault";
  readonly text: string;
  /** Where it begins and ends in the text that was read. */
  readonly at: number;
  readonly end: number;
  /** Of a number. */
  readonly printed?: Printed;
}

const SUPERSCRIPT = /[⁺⁻]?[⁰¹²³⁴-⁹]{1,9}/y;
/** Marks of one character that no other sign begins with. */
const SINGLE = new Set("()[]{},&");
const SIGN = /[-=]>|\*\*|[:=!<>+\-*/~]=|=[~<]|[=<>≈≃≅≡≔≒＝≐←≠≤≥∝≪≫]/y;
const DOTS = /\.{2,}|…+|⋯+/y;
const FUNCTION_ARGUMENT = /(?:\\left|\\[bB]igg?l?|\\[,!;: ]|\s){0,4}(?:[([{]|\^)/y;
const SYMBOL_ARGUMENT = /(?:\\left|\\[bB]igg?l?|\\[,!;: ]|\s){0,4}(?:[([{|\d]|\^|\\[dt]?frac|\\sqrt)/y;
const CLOSE = /\s{0,9}(?:\\right)?\s?[)\]]/y;
const TWO_DIGITS = /\s?\d\d/y;
const POWER = /\s{0,4}(?:\^|\*\*)/y;
/** Behind a sentence another may begin: `E = 0.2984. Then w5 = …` */
const SENTENCE_END = /。|\.(?=\s{1,9}\p{Lu})/uy;
const TIMES_FOLLOWS = /\s{1,4}[\d(+\-−.]/y;

/** Longer passages are no formulas. */
const MAX_TOKENS = 200_000;

/** Reads a formula, or anything else, into its parts; nothing is refused here, but what is too long ends in a fault. */
export function tokensOf(text: string, start: number, end: number, digits: Digits): Token[] {
  return new Lexer(text.slice(start, end), start, digits).all();
}

/** One pass over the text; each reader takes what it knows at the current place, or nothing. */
class Lexer {
  readonly #text: string;
  readonly #from: number;
  readonly #digits: Digits;
  readonly #tokens: Token[] = [];
  readonly #brackets: string[] = [];
  /** How many braces are open in each group that is no part of the formula. */
  readonly #groups: number[] = [];
  #at = 0;

  constructor(text: string, from: number, digits: Digits) {
    this.#text = text;
    this.#from = from;
    this.#digits = digits;
  }

  all(): Token[] {
    while (this.#at < this.#text.length && this.#tokens.length < MAX_TOKENS) this.#next();
    if (this.#at < this.#text.length)
      this.#push("fault", `expected a passage of at most ${MAX_TOKENS} parts, found more`, this.#text.length);
    return this.#tokens;
  }

  #next(): void {
    const character = this.#text[this.#at];
    // these are most of what is hard to read, and never begin anything longer
    if (this.#text.startsWith("{}", this.#at)) this.#at += 2;
    else if (SINGLE.has(character)) this.#mark(character, this.#at + 1);
    else if (character === "\\") this.#command(commandAt(this.#text, this.#at));
    else if (!this.#blanks() && !this.#number() && !this.#word() && !this.#sign()) this.#character();
  }

  #blanks(): boolean {
    const end = afterBlanks(this.#text, this.#at);
    const isBlank = end > this.#at;
    this.#at = end;
    return isBlank;
  }

  /** Adds what stands from the current place to `end`, and goes on there. */
  #push(kind: Token["kind"], text: string, end: number, printed?: Printed): void {
    const [at, to] = [this.#from + this.#at, this.#from + end];
    this.#tokens.push(printed ? { kind, text, at, end: to, printed } : { kind, text, at, end: to });
    this.#at = end;
  }

  #command(command: Command): void {
    const { is, end } = command;
    if (is === "mark") this.#mark(command.text, end);
    else if (is === "relation") this.#push("relation", command.text, end);
    else if (is === "word") this.#named(command.text, end, command.isSymbol);
    else if (is === "name") this.#symbol(end);
    else if (is === "dots") this.#push("dots", "…", end);
    else if (is === "frac") this.#fraction(end);
    else if (is === "matrix") this.#open("[", "[", end);
    else if (is === "array") this.#array(end);
    else if (is === "end") this.#endOfMatrix(end);
    else if (is === "blank") this.#at = end;
    else if (is === "group") this.#group(end);
    else if (this.#isInList()) this.#push("mark", ";", end);
    else this.#push("break", "", end);
  }

  /** `\delta_{o1}`; ∂ and what it is taken of are one name. */
  #symbol(end: number): void {
    const written = this.#text.slice(this.#at, end);
    const next = written === "\\partial" ? afterBlanks(this.#text, end) : end;
    const whole = next > end ? Math.max(wordEnd(this.#text, next), commandEnd(this.#text, next)) : end;
    this.#push("name", written, nameEnd(this.#text, whole > next ? whole : end));
  }

  /** An array in brackets is a matrix, and the brackets are part of it; any other only says where things stand. */
  #array(end: number): void {
    const before = this.#tokens.at(-1);
    if (before?.kind !== "mark" || !"([".includes(before.text)) {
      this.#at = end;
      return;
    }
    this.#tokens.pop();
    this.#brackets.pop();
    this.#open("[", "array", end);
  }

  #endOfMatrix(end: number): void {
    if (!this.#isInList()) this.#at = end;
    else if (this.#brackets.pop() === "[") this.#push("mark", "]", end);
    else this.#push("mark", "]", end + lengthAt(CLOSE, this.#text, end));
  }

  /** `\frac12` is a half. */
  #fraction(end: number): void {
    this.#push("function", "frac", end);
    const digits = lengthAt(TWO_DIGITS, this.#text, end);
    for (let i = end + digits - 2; digits > 0 && i < end + digits; i++) {
      this.#at = i;
      const text = this.#text[i];
      this.#push("number", text, i + 1, { text, value: Number(text), decimals: 0 });
    }
  }

  /** A name whose first word or command ends at `end`; or the function or the word between equations that it is. */
  #named(word: string, end: number, isSymbol: boolean): void {
    const whole = nameEnd(this.#text, end);
    const argument = isSymbol ? SYMBOL_ARGUMENT : FUNCTION_ARGUMENT;
    if (whole > end) this.#push("name", word, whole);
    else if (constants.has(word)) this.#push("constant", word, end);
    else if (word === "e" && lengthAt(POWER, this.#text, end) > 0) this.#push("function", "e", end);
    else if (functions.has(word) && lengthAt(argument, this.#text, end) > 0)
      this.#push("function", word, end);
    else if (connectives.has(word.toLowerCase())) this.#push("mark", ";", end);
    else this.#push("name", word, end);
  }

  /** Braces that are no part of the formula. */
  #group(end: number): void {
    this.#groups.push(0);
    this.#at = end;
  }

  /** Does this brace close such a group? Others that were opened in it come first. */
  #closesGroup(mark: string): boolean {
    const depth = this.#groups.pop();
    if (depth === undefined || (mark === "}" && depth === 0)) return depth !== undefined;
    this.#groups.push(depth + (mark === "{" ? 1 : mark === "}" ? -1 : 0));
    return false;
  }

  #mark(mark: string, end: number): void {
    if (this.#closesGroup(mark)) this.#at = end;
    else if (mark === "&" && this.#isInList()) this.#push("mark", ",", end);
    else if (mark === "(" || mark === "[" || mark === "{")
      this.#open(mark, this.#isOfList(mark) ? "[" : mark, end);
    else {
      if (mark === ")" || mark === "]" || mark === "}") this.#brackets.pop();
      this.#push("mark", mark, end);
    }
  }

  #open(mark: string, bracket: string, end: number): void {
    this.#brackets.push(bracket);
    this.#push("mark", mark, end);
  }

  #isInList(): boolean {
    const bracket = this.#brackets.at(-1);
    return bracket === "[" || bracket === "array";
  }

  #isOfList(mark: string): boolean {
    const before = this.#tokens.at(-1);
    return mark === "(" && before?.kind === "function" && before.text === "max";
  }

  #number(): boolean {
    const dots = lengthAt(DOTS, this.#text, this.#at);
    if (dots > 0) {
      this.#push("dots", "…", this.#at + dots);
      return true;
    }
    const found = numberAt(this.#text, this.#at, this.#digits, this.#isInList());
    if (!found) return false;
    if ("fault" in found) this.#push("fault", found.fault, found.end);
    else this.#push("number", found.printed.text, found.end, found.printed);
    return true;
  }

  #word(): boolean {
    const end = wordEnd(this.#text, this.#at);
    if (end === this.#at) return false;
    const word = this.#text.slice(this.#at, end);
    if (this.#isTimes(word, end)) this.#push("mark", "*", end);
    else this.#named(word, end, word === "σ");
    return true;
  }

  /** `0.4 x 0.5932` */
  #isTimes(word: string, end: number): boolean {
    const before = this.#tokens.at(-1);
    const isAfterValue = before?.kind === "number" || (before?.kind === "mark" && before.text === ")");
    return word === "x" && isAfterValue && lengthAt(TIMES_FOLLOWS, this.#text, end) > 0;
  }

  #sign(): boolean {
    const end = this.#at + lengthAt(SIGN, this.#text, this.#at);
    const sign = signs.get(this.#text.slice(this.#at, end));
    if (!sign) return false;
    this.#push(sign === "=" || sign === "<" ? "relation" : "mark", sign, end);
    return true;
  }

  #character(): void {
    const [text, at] = [this.#text, this.#at];
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    const mark = marks.get(character);
    const superscript = lengthAt(SUPERSCRIPT, text, at);
    if (superscript > 0) this.#superscript(at + superscript);
    else if (this.#endsSentence()) this.#push("mark", ";", at + 1);
    else if (mark) this.#mark(mark, at + 1);
    else if (constants.has(character)) this.#push("constant", character, at + 1);
    else this.#push("other", character, at + character.length);
  }

  #endsSentence(): boolean {
    const isBehind = this.#tokens.at(-1)?.end === this.#from + this.#at;
    return isBehind && !this.#isInList() && lengthAt(SENTENCE_END, this.#text, this.#at) > 0;
  }

  /** `0.5²` as `0.5^2`. */
  #superscript(end: number): void {
    const text = fromSuperscript(this.#text.slice(this.#at, end));
    this.#push("mark", "^", this.#at);
    this.#push("number", text, end, { text, value: Number(text), decimals: 0 });
  }
}
