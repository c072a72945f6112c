import { ATOM, bracketed, type Piece, POWER, PRODUCT, type Script } from "../page/notation.ts";

const named =
  (name: string) =>
  (...args: Piece[]): Piece => ({
    text: `${name}(${args.map(({ text }) => text).join(", ")})`,
    tightness: ATOM,
  });

const atLeast = (piece: Piece, tightness: number): string => bracketed(piece, tightness, plain);

/** Formulas as text for a terminal. */
export const plain: Script = {
  minus: "−",
  half: "½",
  pi: "π",
  bracket: (text) => `(${text})`,
  isBracketed: (text) => text.startsWith("("),
  isNumber: (text) => /^\d/.test(text),
  isFraction: (symbol) => symbol.includes("/"),
  functions: {
    div: (x, y) => ({
      text: `${x.tightness < PRODUCT ? `(${x.text})` : x.text}/${atLeast(y, POWER)}`,
      tightness: PRODUCT,
    }),
    square: (x) => ({ text: `${atLeast(x, ATOM)}²`, tightness: POWER }),
    pow: (x, y) => ({ text: `${atLeast(x, ATOM)}^${atLeast(y, ATOM)}`, tightness: POWER }),
    exp: (x) => ({ text: `e^${atLeast(x, ATOM)}`, tightness: POWER }),
    sqrt: (x) => ({ text: `√${atLeast(x, ATOM)}`, tightness: POWER }),
    step: (x) => ({ text: `[${x.text} > 0]`, tightness: ATOM }),
    log: named("ln"),
    sigmoid: named("σ"),
    tanh: named("tanh"),
    relu: named("relu"),
    softplus: named("softplus"),
    cos: named("cos"),
    erf: named("erf"),
    max: named("max"),
  },
};
