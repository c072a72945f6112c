import type { Expr, Fn } from "../graph/expression.ts";

/** How references and numbers are written. */
export interface Notation {
  ref(id: string): string;
  number(value: number): string;
  /** Between factors: `·`, or ` × ` between numbers. */
  readonly times: string;
}

/** How tightly a piece of text holds together; a looser one is put into brackets inside a tighter one. */
const SUM = 1;
const PRODUCT = 2;
const POWER = 3;
const ATOM = 4;

interface Piece {
  readonly text: string;
  readonly tightness: number;
}

type Writer = (args: readonly Piece[], notation: Notation) => Piece;

const named =
  (name: string): Writer =>
  ([...args]) => ({
    text: `${name}(${args.map(({ text }) => text).join(", ")})`,
    tightness: ATOM,
  });

const writers: { readonly [F in Fn]: Writer } = {
  add: (args) => ({ text: args.reduce((sum, { text }) => joinTerms(sum, text), ""), tightness: SUM }),
  sub: ([x, y]) => ({ text: `${x.text} − ${bracketed(y, PRODUCT)}`, tightness: SUM }),
  neg: ([x]) => ({ text: `−${bracketed(x, PRODUCT)}`, tightness: PRODUCT }),
  mul: (args, notation) => ({ text: joinFactors(args, notation), tightness: PRODUCT }),
  div: ([x, y]) => ({
    text: `${x.tightness < PRODUCT ? `(${x.text})` : x.text}/${bracketed(y, POWER)}`,
    tightness: PRODUCT,
  }),
  square: ([x]) => ({ text: `${bracketed(x, ATOM)}²`, tightness: POWER }),
  pow: ([x, y]) => ({ text: `${bracketed(x, ATOM)}^${bracketed(y, ATOM)}`, tightness: POWER }),
  exp: ([x]) => ({ text: `e^${bracketed(x, ATOM)}`, tightness: POWER }),
  sqrt: ([x]) => ({ text: `√${bracketed(x, ATOM)}`, tightness: POWER }),
  step: ([x]) => ({ text: `[${x.text} > 0]`, tightness: ATOM }),
  log: named("ln"),
  sigmoid: named("σ"),
  tanh: named("tanh"),
  relu: named("relu"),
  softplus: named("softplus"),
  erf: named("erf"),
  max: named("max"),
};

/** An expression as one line of text. */
export function formatExpr(expr: Expr<string>, notation: Notation): string {
  return write(expr, notation).text;
}

function write(expr: Expr<string>, notation: Notation): Piece {
  if (typeof expr === "number") return number(notation.number(expr));
  if ("ref" in expr) return symbol(notation.ref(expr.ref));
  if ("sum" in expr) throw new Error("formatExpr: unroll the sums first");
  if (expr.fn === "mul" && expr.args[0] === 0.5) {
    const [, ...others] = expr.args.map((arg) => write(arg, notation));
    return writers.mul([{ text: "½", tightness: ATOM }, ...others], notation);
  }
  return writers[expr.fn](
    expr.args.map((arg) => write(arg, notation)),
    notation,
  );
}

function number(text: string): Piece {
  return { text, tightness: text.startsWith("−") ? PRODUCT : ATOM };
}

/** A factor like any name; but what is raised to a power, as (∂E/∂w5)², must be seen to be all of it. */
function symbol(text: string): Piece {
  return text.includes("/") ? { text, tightness: POWER } : number(text);
}

function bracketed({ text, tightness }: Piece, atLeast: number): string {
  return tightness < atLeast || text.startsWith("−") ? `(${text})` : text;
}

function joinTerms(sum: string, term: string): string {
  if (sum === "") return term;
  return term.startsWith("−") ? `${sum} − ${term.slice(1)}` : `${sum} + ${term}`;
}

/** A bracket that follows needs no sign: `out(1 − out)`, `½(target − out)²`. */
function joinFactors(args: readonly Piece[], { times }: Notation): string {
  let product = "";
  for (const [i, arg] of args.entries()) {
    const factor = i === 0 && arg.tightness >= PRODUCT ? arg.text : bracketed(arg, PRODUCT);
    const follows = i === 0 || (factor.startsWith("(") && !arg.text.startsWith("−"));
    const half = i === 1 && product === "½";
    product += follows || half ? factor : `${times}${factor}`;
  }
  return product;
}
