import { counted, quote } from "./wording.ts";

/** Throws a message about what stands at a byte. */
type Refuse = (message: string, at: number) => never;

const [QUOTE, BACKSLASH, COMMA, COLON, ZERO] = [0x22, 0x5c, 0x2c, 0x3a, 0x30];
const brackets = { "{": 0x7b, "}": 0x7d, "[": 0x5b, "]": 0x5d } as const;

/**
 * Reads JSON in UTF-8 as a caller expects it, value by value, so that nothing is built that nobody asked for and nothing
 * nests deeper than the caller goes. Strict: RFC 8259 without duplicate keys and without half characters; numbers are
 * whole, from 0 to 2^53 − 1.
 */
export class JsonScanner {
  /** The byte that is read next. */
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #refuse: Refuse;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #textLeft: number;

  /** @param textLimit how many bytes all strings may take together */
  constructor(bytes: Uint8Array, textLimit: number, refuse: Refuse) {
    this.#bytes = bytes;
    this.#textLeft = textLimit;
    this.#refuse = refuse;
  }

  /** An object, whose values `member` reads one by one. */
  object(member: (key: string, at: number) => void): void {
    const known = new Set<string>();
    this.#list("{", "}", () => {
      this.#blanks();
      const { at } = this;
      const key = this.string("a key");
      if (known.has(key)) this.#refuse(`expected each key once, found ${quote(key)} again`, at);
      known.add(key);
      this.#blanks();
      if (this.#bytes[this.at] !== COLON) this.#expected("a colon");
      this.at++;
      member(key, at);
    });
  }

  /** A list, whose values `item` reads one by one. */
  array(item: () => void): void {
    this.#list("[", "]", item);
  }

  string(expected = "a text"): string {
    this.#blanks();
    if (this.#bytes[this.at] !== QUOTE) this.#expected(expected);
    const start = this.at + 1;
    let end = start;
    let hasEscapes = false;
    for (; this.#bytes[end] !== QUOTE; end++) {
      if (end - start > this.#textLeft) this.#refuse("expected fewer or shorter texts", this.at);
      const byte = this.#bytes[end];
      if (byte === undefined) this.#refuse("expected the text to end with a quote", this.at);
      if (byte < 0x20) this.#refuse("expected no control character within a text", end);
      if (byte === BACKSLASH) {
        hasEscapes = true;
        end++;
      }
    }
    this.#textLeft -= end - start;
    const text = this.#decode(start, end);
    const value = hasEscapes ? this.#unescape(text) : text;
    this.at = end + 1;
    return value;
  }

  wholeNumber(): number {
    this.#blanks();
    const start = this.at;
    let value = 0;
    for (; isDigit(this.#bytes[this.at]); this.at++) {
      value = 10 * value + this.#bytes[this.at] - ZERO;
      if (value > Number.MAX_SAFE_INTEGER) {
        this.#refuse("expected a whole number up to 2^53 − 1, found a larger one", start);
      }
    }
    const isMore = [0x2e, 0x45, 0x65].includes(this.#bytes[this.at]); // . E e
    const isPadded = this.#bytes[start] === ZERO && this.at > start + 1;
    if (this.at === start || isMore || isPadded) {
      this.at = start;
      this.#expected("a whole number");
    }
    return value;
  }

  /** Nothing but blanks may be left. */
  end(): void {
    this.#blanks();
    const left = this.#bytes.length - this.at;
    if (left > 0) this.#refuse(`expected nothing more, found ${counted(left, "byte")}`, this.at);
  }

  #list(open: "{" | "[", close: "}" | "]", item: () => void): void {
    this.#blanks();
    if (this.#bytes[this.at] !== brackets[open]) this.#expected(open === "{" ? "an object" : "a list");
    this.at++;
    this.#blanks();
    if (this.#bytes[this.at] !== brackets[close]) {
      for (;;) {
        item();
        this.#blanks();
        if (this.#bytes[this.at] !== COMMA) break;
        this.at++;
      }
      if (this.#bytes[this.at] !== brackets[close]) this.#expected(`a comma or ${close}`);
    }
    this.at++;
  }

  #blanks(): void {
    for (let byte = this.#bytes[this.at]; isBlank(byte); byte = this.#bytes[this.at]) this.at++;
  }

  #decode(start: number, end: number): string {
    try {
      return this.#decoder.decode(this.#bytes.subarray(start, end));
    } catch {
      return this.#refuse("expected text in UTF-8", this.at);
    }
  }

  #unescape(text: string): string {
    const value = unescaped(text);
    if (value === undefined || /\p{Surrogate}/u.test(value)) {
      this.#refuse(`expected a text with whole escapes, found ${quote(text)}`, this.at);
    }
    return value;
  }

  #expected(what: string): never {
    return this.#refuse(`expected ${what}, found ${this.#found()}`, this.at);
  }

  #found(): string {
    const byte = this.#bytes[this.at];
    if (byte === undefined) return "the end";
    if (byte === brackets["{"]) return "an object";
    if (byte === brackets["["]) return "a list";
    if (byte === QUOTE) return "a text";
    if (byte < 0x20 || byte > 0x7e) return `the byte 0x${byte.toString(16).padStart(2, "0")}`;
    const word = /^[-+.\w]*/.exec(String.fromCharCode(...this.#bytes.subarray(this.at, this.at + 40)))?.[0];
    return word || quote(String.fromCharCode(byte));
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function unescaped(text: string): string | undefined {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return undefined;
  }
}
