import type { Expr, Fn } from "../../graph/expression.ts";

/** How references and numbers are written. */
export interface Notation {
  readonly script: Script;
  ref(id: string): string;
  number(value: number): string;
  /** Between factors: `·`, or ` × ` between numbers. */
  readonly times: string;
}

/** How tightly a piece of text holds together; a looser one is put into brackets inside a tighter one. */
const SUM = 1;
export const PRODUCT = 2;
export const POWER = 3;
export const ATOM = 4;

export interface Piece {
  readonly text: string;
  readonly tightness: number;
}

/** A way of writing formulas: plain text, LaTeX. Sums and products are joined alike in all of them. */
export interface Script {
  readonly minus: string;
  readonly half: string;
  readonly pi: string;
  bracket(text: string): string;
  /** Does this begin with a bracket, so that a factor before it needs no sign? */
  isBracketed(text: string): boolean;
  /** Would this after ½ read as a number with a fraction? */
  isNumber(text: string): boolean;
  /** Is this symbol a fraction, so that a power needs brackets around it? */
  isFraction(symbol: string): boolean;
  readonly functions: {
    readonly [F in Exclude<Fn, "add" | "sub" | "neg" | "mul">]: (...args: Piece[]) => Piece;
  };
}

/** An expression as one line. */
export function formatExpr(expr: Expr<string>, notation: Notation): string {
  return write(expr, notation).text;
}

function write(expr: Expr<string>, notation: Notation): Piece {
  const { script } = notation;
  if (expr === Math.PI) return { text: script.pi, tightness: ATOM };
  if (typeof expr === "number") return symbol(notation.number(expr), script);
  if ("ref" in expr) return symbol(notation.ref(expr.ref), script);
  if ("sum" in expr) throw new Error("formatExpr: unroll the sums first");
  const args = expr.args.map((arg) => write(arg, notation));
  switch (expr.fn) {
    case "add":
      return { text: args.reduce((sum, { text }) => joinTerms(sum, text, script), ""), tightness: SUM };
    case "sub":
      return {
        text: `${args[0].text} ${script.minus} ${bracketed(args[1], PRODUCT, script)}`,
        tightness: SUM,
      };
    case "neg":
      return { text: `${script.minus}${bracketed(args[0], PRODUCT, script)}`, tightness: PRODUCT };
    case "mul": {
      const [, ...others] = args;
      const isHalf = expr.args[0] === 0.5;
      const factors = isHalf ? [{ text: script.half, tightness: ATOM }, ...others] : args;
      return { text: joinFactors(factors, isHalf, notation), tightness: PRODUCT };
    }
    default:
      return script.functions[expr.fn](...args);
  }
}

/** A name or a number: an atom, unless it has a sign, or is a fraction that a power would be misread with. */
function symbol(text: string, script: Script): Piece {
  if (text.startsWith(script.minus)) return { text, tightness: PRODUCT };
  return { text, tightness: script.isFraction(text) ? POWER : ATOM };
}

/** The piece, in brackets where it is looser than what stands around it, or has a sign. */
export function bracketed({ text, tightness }: Piece, atLeast: number, script: Script): string {
  return tightness < atLeast || text.startsWith(script.minus) ? script.bracket(text) : text;
}

function joinTerms(sum: string, term: string, { minus }: Script): string {
  if (sum === "") return term;
  return term.startsWith(minus) ? `${sum} ${minus} ${term.slice(minus.length)}` : `${sum} + ${term}`;
}

/** A sum in brackets that follows needs no sign: `out(1 − out)`, `½(target − out)²`. */
function joinFactors(args: readonly Piece[], isHalf: boolean, { script, times }: Notation): string {
  let product = "";
  for (const [i, arg] of args.entries()) {
    const factor = i === 0 && arg.tightness >= PRODUCT ? arg.text : bracketed(arg, PRODUCT, script);
    // √x(1 − y) and e^b(1 − b) would be read as one; so would a fraction and what follows it
    const afterPower = i > 0 && args[i - 1].tightness === POWER;
    const isBracketed = script.isBracketed(factor) && !arg.text.startsWith(script.minus) && !afterPower;
    const followsHalf = isHalf && i === 1 && !script.isNumber(factor);
    product += i === 0 || isBracketed || followsHalf ? factor : `${times}${factor}`;
  }
  return product;
}
