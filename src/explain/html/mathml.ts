import { unescapeLatex } from "../latex/latex.ts";
import { escapeXml } from "./escape.ts";

/**
 * A formula in the LaTeX that `latex.ts` writes as MathML, ready for a page. Words in it come out as they are, and what
 * is marked as standing for a quantity, `\of{out\_h1}{…}`, says so in `data-of`.
 * @throws where the LaTeX is wrong, or not of that kind: formulas are ours, so that would be a bug
 */
export function latexToMathml(latex: string): string {
  // fractions as large as in a displayed formula, but in the line
  return `<math displaystyle="true">${new Formula(latex).whole()}</math>`;
}

/** A command with its words, a command, a number, or a character. */
const token =
  /\s*(?:\\(?<worded>text|mathit|operatorname|of)\{(?<words>(?:[^{}\\]|\\[a-zA-Z]+(?:\{\})?|\\.)*)\}|\\(?<command>[a-zA-Z]+)|(?<number>\d+(?:\.\d+)?)|(?<character>[^\s\\]))/suy;

type Token = Partial<Record<"worded" | "words" | "command" | "number" | "character", string>>;

const letters: Readonly<Record<string, string>> = {
  partial: "∂",
  infty: "∞",
  pi: "π",
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  varepsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  upsilon: "υ",
  varphi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
};
const functions = new Set(["ln", "cos", "tanh", "max"]);
const operators: Readonly<Record<string, string>> = { cdot: "⋅", times: "×", approx: "≈", "-": "−" };
const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/** Reads a formula from left to right. */
class Formula {
  readonly #latex: string;
  #at = 0;

  constructor(latex: string) {
    this.#latex = latex;
  }

  whole(): string {
    const row = this.#row();
    if (this.#peek()) throw this.#wrong("the end of the formula");
    return row;
  }

  /** Up to what closes it, or the end. */
  #row(until?: string): string {
    let row = "";
    for (let next = this.#peek(); next; next = this.#peek()) {
      const ends = next.character ?? next.command;
      if (ends !== undefined && [until, "}", "right"].includes(ends)) break;
      // a sign that follows nothing, or another sign, belongs to what comes next
      const isPrefix = next.character === "-" && /(?:^|[^)\]]<\/mo>)$/.test(row);
      row += isPrefix ? this.#prefix() : this.#scripted();
    }
    return row;
  }

  #prefix(): string {
    this.#take();
    return `<mo form="prefix">${operators["-"]}</mo>`;
  }

  /** What stands next, with its subscript and superscript. */
  #scripted(): string {
    const base = this.#piece();
    const scripts: { _?: string; "^"?: string } = {};
    for (let next = this.#peek()?.character; next === "_" || next === "^"; next = this.#peek()?.character) {
      this.#take();
      scripts[next] = this.#script();
    }
    const { _: below, "^": above } = scripts;
    if (below !== undefined && above !== undefined) return `<msubsup>${base}${below}${above}</msubsup>`;
    if (below !== undefined) return `<msub>${base}${below}</msub>`;
    return above === undefined ? base : `<msup>${base}${above}</msup>`;
  }

  /** A sign in a script has no room around it. */
  #script(): string {
    const script = this.#piece();
    return script.replace(/<mo(?: form="prefix")?>([+−])<\/mo>/g, '<mo lspace="0em" rspace="0em">$1</mo>');
  }

  /** As one element. */
  #group(): string {
    this.#expect("{");
    const row = this.#row();
    this.#expect("}");
    return isOneElement(row) ? row : `<mrow>${row}</mrow>`;
  }

  #piece(): string {
    if (this.#peek()?.character === "{") return this.#group();
    const { worded, words = "", command, number, character } = this.#take();
    if (worded !== undefined) return this.#worded(worded, words);
    if (number !== undefined) return `<mn>${number}</mn>`;
    if (command !== undefined) return this.#command(command);
    if (character === "(" || character === "[") return this.#bracketed(character);
    if (character !== undefined && /\p{L}/u.test(character)) return `<mi>${escapeXml(character)}</mi>`;
    return operator(character ?? "");
  }

  #worded(kind: string, words: string): string {
    const text = escapeXml(unescapeLatex(words));
    if (kind === "text") return `<mtext>${text}</mtext>`;
    if (kind === "mathit") return `<mi>${italic(text)}</mi>`;
    if (kind === "operatorname") return applied(text);
    return `<mrow data-of="${text}">${this.#piece()}</mrow>`;
  }

  #command(name: string): string {
    if (name === "frac") return `<mfrac>${this.#piece()}${this.#piece()}</mfrac>`;
    if (name === "tfrac") {
      return `<mstyle displaystyle="false"><mfrac>${this.#piece()}${this.#piece()}</mfrac></mstyle>`;
    }
    if (name === "sqrt") return `<msqrt>${this.#piece()}</msqrt>`;
    if (name === "hat") return `<mover accent="true">${this.#piece()}<mo stretchy="false">ˆ</mo></mover>`;
    if (name === "quad") return '<mspace width="1em"></mspace>';
    if (name === "left") return this.#grown();
    if (name === "bigl" || name === "bigr") return operator(this.#take().character ?? "");
    if (functions.has(name)) return applied(name);
    if (Object.hasOwn(letters, name)) return `<mi>${letters[name]}</mi>`;
    if (Object.hasOwn(operators, name)) return operator(name);
    throw this.#wrong(`a command that is known, found \\${name},`);
  }

  /** A bracket and what it closes are one piece, so that a power is of both; one that nothing closes is a sign. */
  #bracketed(open: string): string {
    const start = this.#at;
    const close = closing[open];
    const inside = this.#row(close);
    if (this.#peek()?.character !== close) {
      this.#at = start;
      return operator(open);
    }
    this.#take();
    return `<mrow>${operator(open)}${inside}${operator(close)}</mrow>`;
  }

  /** Brackets as high as what is in them. */
  #grown(): string {
    const open = this.#take().character ?? "";
    const inside = this.#row();
    if (this.#take().command !== "right") throw this.#wrong("\\right");
    const close = this.#take().character ?? "";
    return `<mrow><mo>${open}</mo>${inside}<mo>${close}</mo></mrow>`;
  }

  #peek(): Token | undefined {
    const start = this.#at;
    const found = this.#next();
    this.#at = start;
    return found;
  }

  #take(): Token {
    const found = this.#next();
    if (!found) throw this.#wrong("more");
    return found;
  }

  #next(): Token | undefined {
    token.lastIndex = this.#at;
    const found = token.exec(this.#latex);
    if (found) this.#at = token.lastIndex;
    else if (this.#latex.slice(this.#at).trim() !== "") throw this.#wrong("a formula");
    return found?.groups;
  }

  #expect(character: string): void {
    if (this.#next()?.character !== character) throw this.#wrong(character);
  }

  #wrong(expected: string): Error {
    return new Error(`expected ${expected} at ${this.#at} of ${this.#latex}`);
  }
}

/** A sign, which brackets are as well: as high as a line. */
function operator(sign: string): string {
  const shown = escapeXml(operators[sign] ?? sign);
  return /^[()[\]]$/.test(sign) ? `<mo stretchy="false">${shown}</mo>` : `<mo>${shown}</mo>`;
}

/** The name of a function, which the sign that nobody sees applies to what follows. */
function applied(name: string): string {
  return `<mi>${name}</mi><mo>\u2061</mo>`;
}

/** MathML has a name of several letters upright; there are letters that are italic by themselves. */
function italic(name: string): string {
  return [...name].map(italicLetter).join("");
}

function italicLetter(letter: string): string {
  if (letter === "h") return "ℎ";
  const [first, base] = letter >= "a" ? ["a", 0x1d44e] : ["A", 0x1d434];
  if (!/[a-zA-Z]/.test(letter)) return letter;
  return String.fromCodePoint(base + letter.charCodeAt(0) - first.charCodeAt(0));
}

function isOneElement(row: string): boolean {
  const name = /^<(\w+)[^>]*>/.exec(row)?.[1];
  if (name === undefined) return false;
  let depth = 0;
  for (const { 0: tag, index } of row.matchAll(/<\/?\w+[^>]*>/g)) {
    depth += tag.startsWith("</") ? -1 : 1;
    if (depth === 0) return index + tag.length === row.length;
  }
  return false;
}
