import { call, type Fn } from "../../graph/expression.ts";
import type { Printed } from "../claim.ts";
import { absolute, applied, differential, type Formula, product, Unread } from "./formula-tree.ts";
import { constants, functions } from "./notation.ts";
import type { Token } from "./token.ts";

/** Brackets, signs and exponents within one another. */
const MAX_DEPTH = 200;
/** Numbers, names and marks. */
const MAX_PARTS = 4000;
const MAX_FOUND = 20;

/**
 * Reads tokens as one formula. Powers bind tighter than a sign before them (−x² is −(x²)); what stands side by side
 * is multiplied: `2(3)`. Nothing is evaluated.
 * @param source the text that the tokens are of
 * @throws Unread
 */
export function formulaOf(tokens: readonly Token[], source: string): Formula {
  if (tokens.length > MAX_PARTS) {
    throw new Unread(
      `expected a formula of at most ${MAX_PARTS} parts, found ${tokens.length}`,
      tokens[0].at,
    );
  }
  return new Parser(tokens, source).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #source: string;
  #next = 0;
  #depth = 0;
  /** How many |…| are open: a bar closes the innermost. */
  #bars = 0;

  constructor(tokens: readonly Token[], source: string) {
    this.#tokens = tokens;
    this.#source = source;
  }

  whole(): Formula {
    const formula = this.#sum();
    if (this.#next < this.#tokens.length) throw this.#unexpected("an operator");
    return formula;
  }

  #sum(): Formula {
    const first = this.#product();
    const rest: { sign: string; term: Formula }[] = [];
    while (this.#is("+") || this.#is("-")) rest.push({ sign: this.#take().text, term: this.#product() });
    if (rest.length === 0) return first;
    if (rest.length === 1 && rest[0].sign === "-") return call("sub", first, rest[0].term);
    return call("add", first, ...rest.map(({ sign, term }) => (sign === "-" ? call("neg", term) : term)));
  }

  #product(): Formula {
    let factors = [this.#signed()];
    for (;;) {
      if (this.#takes("*")) factors.push(this.#signed());
      else if (this.#takes("/")) factors = [call("div", product(factors), this.#signed())];
      else if (this.#isOperand()) factors.push(this.#power());
      else return product(factors);
    }
  }

  /** `∂E/∂w5` and `dE/dw5` are names. */
  #name(): Formula {
    const above = this.#take();
    const [slash, below] = this.#tokens.slice(this.#next, this.#next + 2);
    const sign = differential(this.#written(above, above));
    const isDerivative =
      sign !== undefined &&
      slash?.text === "/" &&
      below?.kind === "name" &&
      differential(this.#written(below, below)) === sign;
    if (isDerivative) this.#next += 2;
    return { ref: { name: this.#written(above, isDerivative ? below : above) } };
  }

  #signed(): Formula {
    if (this.#takes("-")) return this.#nested(() => call("neg", this.#signed()));
    if (this.#takes("+")) return this.#nested(() => this.#signed());
    return this.#power();
  }

  /** Everything that holds others goes through here, which bounds the depth. */
  #nested(read: () => Formula): Formula {
    if (++this.#depth > MAX_DEPTH) throw new Unread(`nested deeper than ${MAX_DEPTH}`, this.#place());
    const formula = read();
    this.#depth--;
    return formula;
  }

  #power(): Formula {
    const base = this.#operand();
    return this.#takes("^") ? this.#nested(() => call("pow", base, this.#signed())) : base;
  }

  #isOperand(): boolean {
    const token = this.#tokens[this.#next];
    if (token === undefined || (token.kind === "number" && this.#tokens[this.#next - 1].kind === "number"))
      return false;
    if (token.kind === "mark") return "([{".includes(token.text) || (token.text === "|" && this.#bars === 0);
    return ["number", "constant", "name", "function"].includes(token.kind);
  }

  #operand(): Formula {
    const token = this.#tokens[this.#next];
    switch (token?.kind) {
      case "number":
        this.#take();
        return { ref: token.printed as Printed };
      case "constant":
        this.#take();
        return call("div", ...(constants.get(token.text) as readonly [number, number]));
      case "name":
        return this.#name();
      case "function":
        return this.#nested(() => this.#function(this.#take()));
      default:
        return this.#nested(() => this.#bracketed("a number, a name or ("));
    }
  }

  /** In square brackets also what is 1 where it holds, and otherwise 0: `[net_h1 > 0]`. */
  #bracketed(expected: string): Formula {
    if (this.#takes("|")) return this.#absolute();
    const open = this.#tokens[this.#next];
    const close = open?.kind === "mark" ? brackets.get(open.text) : undefined;
    if (!close) throw this.#unexpected(expected);
    this.#take();
    const formula = this.#sum();
    const relation = this.#tokens[this.#next];
    const isStep =
      close === "]" && relation?.kind === "relation" && this.#written(relation, relation) === ">";
    if (!isStep) {
      this.#close(close);
      return formula;
    }
    this.#take();
    const bound = this.#sum();
    this.#close(close);
    return call("step", call("sub", formula, bound));
  }

  #absolute(): Formula {
    this.#bars++;
    const formula = this.#sum();
    this.#close("|");
    this.#bars--;
    return absolute(formula);
  }

  #function({ text, at }: Token): Formula {
    if (text === "frac") return this.#fraction();
    if (text === "e") return this.#exponential();
    const power = this.#takes("^") ? this.#power() : undefined;
    const args = this.#arguments();
    const fn = functions.get(text) as Fn | "abs";
    if (fn === "max" ? args.length < 2 : args.length !== 1) {
      throw new Unread(
        `expected ${fn === "max" ? "2 numbers or more" : "1 number"} in ${text}(…), found ${args.length}`,
        at,
      );
    }
    const value = applied(fn, args);
    return power === undefined ? value : call("pow", value, power);
  }

  #exponential(): Formula {
    this.#take();
    return call("exp", this.#signed());
  }

  #fraction(): Formula {
    const from = this.#tokens[this.#next + 1];
    if (from?.kind === "name" && /^(?:∂|\\partial)/.test(from.text)) return this.#derivativeInBraces();
    const above = this.#operand();
    return call("div", above, this.#operand());
  }

  /** `\frac{\partial E}{\partial w_5}` is a name. */
  #derivativeInBraces(): Formula {
    const first = this.#tokens[this.#next - 1];
    this.#operand();
    this.#operand();
    return { ref: { name: this.#written(first, this.#tokens[this.#next - 1]) } };
  }

  #arguments(): Formula[] {
    const open = this.#tokens[this.#next];
    const close = open?.kind === "mark" ? brackets.get(open.text) : undefined;
    if (!close) return [this.#power()];
    this.#take();
    const args = [this.#sum()];
    while (this.#takes(",")) args.push(this.#sum());
    this.#close(close);
    return args;
  }

  #close(mark: string): void {
    if (!this.#takes(mark)) throw this.#unexpected(`an operator or ${mark}`);
  }

  #is(mark: string): boolean {
    const token = this.#tokens[this.#next];
    return token?.kind === "mark" && token.text === mark;
  }

  #takes(mark: string): boolean {
    return this.#is(mark) && this.#take() !== undefined;
  }

  #take(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw this.#unexpected("a number");
    this.#next++;
    return token;
  }

  #written(from: Token, to: Token): string {
    return this.#source.slice(from.at, to.end);
  }

  #place(): number {
    return this.#tokens[this.#next]?.at ?? this.#tokens.at(-1)?.end ?? 0;
  }

  #unexpected(expected: string): Unread {
    const token = this.#tokens[this.#next];
    if (token?.kind === "fault") return new Unread(token.text, token.at);
    const found = token === undefined ? "the end" : `"${this.#written(token, token).slice(0, MAX_FOUND)}"`;
    return new Unread(`expected ${expected}, found ${found}`, this.#place());
  }
}

const brackets: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);
