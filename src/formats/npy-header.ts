import { quote } from "./wording.ts";

/** What the header of an npy file says. */
export interface NpyHeader {
  /** The kind of its numbers as NumPy writes it: `<f8`. */
  readonly descr: string;
  /** Is the first axis the fastest, as in Fortran? */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

type Refuse = (message: string) => never;

const MAX_AXES = 32;
const KEYS = ["descr", "fortran_order", "shape"];
/** A mark, a text without escapes, a whole number (Python 2 wrote an L behind it) or a truth value. */
const TOKEN = /\s*([{}()[\],:]|'[^'\\\p{Cc}]*'|"[^"\\\p{Cc}]*"|\d+L?|True\b|False\b)/uy;

/**
 * Reads the dictionary that a header is: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`. It is written in
 * Python's syntax, of which exactly this much is understood; nothing is evaluated.
 */
export function readNpyHeader(text: string, refuse: Refuse): NpyHeader {
  const tokens = new Tokens(text, refuse);
  const found: { descr?: string; isFortran?: boolean; shape?: readonly number[] } = {};
  const known = new Set<string>();
  tokens.list("{", "}", () => {
    const key = tokens.text("a key");
    if (!KEYS.includes(key)) refuse(`expected ${KEYS.join(", ")}, found ${quote(key)}`);
    if (known.has(key)) refuse(`expected each key once, found ${quote(key)} again`);
    known.add(key);
    tokens.take(":");
    if (key === "descr") found.descr = readDescr(tokens, refuse);
    else if (key === "shape") found.shape = readShape(tokens, refuse);
    else found.isFortran = tokens.truth();
  });
  tokens.end();
  const { descr, isFortran, shape } = found;
  if (descr === undefined || isFortran === undefined || shape === undefined) {
    const missing = KEYS.find((key) => !known.has(key));
    return refuse(`expected the key ${missing}, found none`);
  }
  return { descr, isFortran, shape };
}

function readDescr(tokens: Tokens, refuse: Refuse): string {
  if (tokens.isNext("["))
    refuse("expected an array of numbers, found one of structures   save each field by itself");
  return tokens.text("a kind of number");
}

function readShape(tokens: Tokens, refuse: Refuse): readonly number[] {
  const shape: number[] = [];
  tokens.list("(", ")", () => {
    if (shape.length === MAX_AXES) refuse(`expected at most ${MAX_AXES} axes, found more`);
    shape.push(tokens.wholeNumber());
  });
  return shape;
}

class Tokens {
  readonly #text: string;
  readonly #refuse: Refuse;
  #at = 0;
  #next: string | undefined;

  constructor(text: string, refuse: Refuse) {
    this.#text = text;
    this.#refuse = refuse;
    this.#advance();
  }

  isNext(token: string): boolean {
    return this.#next === token;
  }

  take(token: string): void {
    if (!this.isNext(token)) this.#expected(token);
    this.#advance();
  }

  /** Items with commas between, and perhaps one behind the last. */
  list(open: string, close: string, item: () => void): void {
    this.take(open);
    while (!this.isNext(close)) {
      item();
      if (this.isNext(close)) break;
      this.take(",");
    }
    this.take(close);
  }

  text(expected: string): string {
    const token = this.#next;
    if (!token || !/^['"]/.test(token)) return this.#expected(expected);
    this.#advance();
    return token.slice(1, -1);
  }

  truth(): boolean {
    const token = this.#next;
    if (token !== "True" && token !== "False") return this.#expected("True or False");
    this.#advance();
    return token === "True";
  }

  wholeNumber(): number {
    const value = Number.parseInt(this.#next ?? "", 10);
    if (Number.isNaN(value)) return this.#expected("a whole number");
    if (value > Number.MAX_SAFE_INTEGER)
      this.#refuse(`expected an extent up to 2^53 − 1, found a larger one`);
    this.#advance();
    return value;
  }

  end(): void {
    if (this.#next !== undefined || this.#text.slice(this.#at).trim() !== "") this.#expected("nothing more");
  }

  #advance(): void {
    TOKEN.lastIndex = this.#at;
    this.#next = TOKEN.exec(this.#text)?.[1];
    if (this.#next !== undefined) this.#at = TOKEN.lastIndex;
  }

  #expected(what: string): never {
    const found = this.#next ?? this.#text.slice(this.#at).trim();
    return this.#refuse(`expected ${what}, found ${found === "" ? "the end" : quote(found)}`);
  }
}
