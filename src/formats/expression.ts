import { call, type Expr, type Fn } from "../graph/expression.ts";
import { scalars } from "../ops/scalars.ts";
import { nearestWord } from "../tensor/error.ts";
import { type Token, tokenAt } from "./expression-tokens.ts";
import { counted, expectedWords, quote } from "./wording.ts";

/** What the text of an expression says, over names; or what is wrong with it, and at which offset. */
export type ParsedExpression =
  | { readonly expr: Expr<string> }
  | { readonly fault: string; readonly at: number };

/** What people call the functions; `log` is the natural logarithm. */
const functions: ReadonlyMap<string, Fn | Composite> = new Map<string, Fn | Composite>([
  ["exp", "exp"],
  ["ln", "log"],
  ["log", "log"],
  ["tanh", "tanh"],
  ["sigmoid", "sigmoid"],
  ["σ", "sigmoid"],
  ["relu", "relu"],
  ["softplus", "softplus"],
  ["sqrt", "sqrt"],
  ["square", "square"],
  ["erf", "erf"],
  ["cos", "cos"],
  ["max", "max"],
  ["step", "step"],
  ["pow", "pow"],
  ["abs", "abs"],
  ["min", "min"],
]);

/** What is made of other functions. */
type Composite = "abs" | "min";
const composites: {
  readonly [C in Composite]: { arity: number; of(...args: Expr<string>[]): Expr<string> };
} = {
  abs: { arity: 1, of: (x) => call("max", x, negative(x)) },
  min: { arity: 2, of: (x, y) => negative(call("max", negative(x), negative(y))) },
};

function isComposite(fn: Fn | Composite): fn is Composite {
  return fn in composites;
}

const sums: ReadonlyMap<string, Fn> = new Map([
  ["+", "add"],
  ["-", "sub"],
]);
const products: ReadonlyMap<string, Fn> = new Map([
  ["*", "mul"],
  ["/", "div"],
]);

/** Numbers, names, marks: what the depth of the longest sum, and the time to differentiate it, grow with. */
const MAX_PARTS = 500;
/** Brackets, signs and exponents within one another; deeper ones would only be found when the stack overflows. */
const MAX_DEPTH = 50;
/** The longest name, in characters. */
export const MAX_NAME = 50;

/**
 * Reads an expression: numbers, names, `+ − * · × / ^ **`, brackets and functions. Powers bind tighter than a sign
 * before them (−x² is −(x²)) and go from the right. Nothing is evaluated.
 * @param names those that may stand in it; unless `e` is one of them, `e^x` is the exponential function
 */
export function parseExpression(text: string, names: ReadonlySet<string>): ParsedExpression {
  try {
    return { expr: new Parser(text, names).whole() };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message, at: error.at };
    throw error;
  }
}

/** Is this the name of a function? */
export function isFunction(name: string): boolean {
  return functions.has(name);
}

class Fault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** One token ahead, by recursive descent. */
class Parser {
  readonly #text: string;
  readonly #names: ReadonlySet<string>;
  #token: Token;
  #parts = 0;
  #depth = 0;

  constructor(text: string, names: ReadonlySet<string>) {
    this.#text = text;
    this.#names = names;
    this.#token = tokenAt(text, 0);
  }

  whole(): Expr<string> {
    const expr = this.#sum();
    if (this.#token.kind !== "end") {
      const isEnd = this.#is(")") || this.#is(",");
      throw this.#unexpected(isEnd ? "the end" : "an operator");
    }
    return expr;
  }

  #sum(): Expr<string> {
    return this.#chain(sums, () => this.#chain(products, () => this.#signed()));
  }

  #chain(operators: ReadonlyMap<string, Fn>, operand: () => Expr<string>): Expr<string> {
    let left = operand();
    for (;;) {
      const fn = this.#token.kind === "mark" ? operators.get(this.#token.text) : undefined;
      if (!fn) return left;
      this.#next();
      left = call(fn, left, operand());
    }
  }

  /** Everything that holds others goes through here, which bounds the depth. */
  #signed(): Expr<string> {
    if (++this.#depth > MAX_DEPTH) {
      throw this.#fault(`expected at most ${MAX_DEPTH} brackets and signs within one another, found more`);
    }
    const expr = this.#take("-") ? negative(this.#signed()) : this.#power();
    this.#depth--;
    return expr;
  }

  #power(): Expr<string> {
    const start = this.#token;
    if (start.text === "e" && start.kind === "name" && !this.#names.has("e")) return this.#exponential();
    const base = this.#atom();
    return this.#take("^") ? call("pow", base, this.#signed()) : base;
  }

  #exponential(): Expr<string> {
    const e = this.#next();
    if (!this.#take("^")) throw this.#unknownName(e);
    return call("exp", this.#signed());
  }

  #atom(): Expr<string> {
    if (this.#take("(")) return this.#close(this.#sum());
    if (this.#token.kind === "number") return this.#number();
    if (this.#token.kind === "name") return this.#name();
    throw this.#unexpected("a number, a name or (");
  }

  #number(): number {
    const value = Number(this.#token.text);
    if (!Number.isFinite(value)) throw this.#unexpected("a number below 1.8e308");
    this.#next();
    return value;
  }

  #name(): Expr<string> {
    const name = this.#next();
    const fn = functions.get(name.text);
    if (fn) return this.#call(name.text, fn);
    if (this.#names.has(name.text)) return { ref: name.text };
    if (!this.#is("(")) throw this.#unknownName(name);
    const words = expectedWords(name.text, [...functions.keys()]);
    throw this.#fault(`unknown function ${quote(name.text)}: ${words}`, name);
  }

  #call(name: string, fn: Fn | Composite): Expr<string> {
    const open = this.#token;
    if (!this.#take("(")) throw this.#unexpected(`( after ${name}`);
    const args = [this.#sum()];
    while (this.#take(",")) args.push(this.#sum());
    const { arity } = isComposite(fn) ? composites[fn] : scalars[fn];
    if (this.#is(")") && args.length !== arity) {
      const found = `found ${args.length}`;
      throw this.#fault(`${name}: expected ${counted(arity, "argument")}, ${found}`, open);
    }
    return this.#close(isComposite(fn) ? composites[fn].of(...args) : call(fn, ...args));
  }

  #close(expr: Expr<string>): Expr<string> {
    if (!this.#take(")")) throw this.#unexpected("an operator or )");
    return expr;
  }

  #is(mark: string): boolean {
    return this.#token.kind === "mark" && this.#token.text === mark;
  }

  #take(mark: string): boolean {
    return this.#is(mark) && this.#next() !== undefined;
  }

  /** Goes on to the next token; returns the one before. */
  #next(): Token {
    const before = this.#token;
    if (++this.#parts > MAX_PARTS) {
      throw this.#fault(`expected at most ${MAX_PARTS} numbers, names and marks, found more`);
    }
    this.#token = tokenAt(this.#text, before.at + before.written.length);
    return before;
  }

  #unexpected(expected: string): Fault {
    const { kind, written } = this.#token;
    return this.#fault(`expected ${expected}, found ${kind === "end" ? "the end" : quote(written)}`);
  }

  #unknownName(token: Token): Fault {
    const name = token.text;
    const words = [...this.#names];
    // of short names every other is near
    const near = name.length > 2 && name.length <= MAX_NAME ? nearestWord(name, words) : undefined;
    const listed = words.length > 4 ? [...words.slice(0, 3), "…"] : words;
    const hint = near === undefined ? "" : `   did you mean "${near}"?`;
    const expected = [...listed, `or a value for ${quote(name)}`].join(", ");
    return this.#fault(`unknown name ${quote(name)}: expected ${expected}${hint}`, token);
  }

  #fault(message: string, { at }: Token = this.#token): Fault {
    return new Fault(message, at);
  }
}

function negative(expr: Expr<string>): Expr<string> {
  return typeof expr === "number" ? -expr : call("neg", expr);
}
