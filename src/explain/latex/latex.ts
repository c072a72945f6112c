import type { StepSymbol } from "../derive.ts";
import { ATOM, bracketed, type Piece, POWER, type Script } from "../page/notation.ts";

const atLeast = (piece: Piece, tightness: number): string => bracketed(piece, tightness, latex);

/** A base that has a superscript of its own needs braces before it gets another. */
const base = (piece: Piece): string => {
  const text = atLeast(piece, ATOM);
  return text.includes("^") && !text.endsWith(")") ? `{${text}}` : text;
};

const named =
  (name: string) =>
  (...args: Piece[]): Piece => ({
    text: `${name}${bracketText(args.map(({ text }) => text).join(", "))}`,
    tightness: ATOM,
  });

function bracketText(text: string): string {
  return /\\frac|\^\{|\\sqrt/.test(text) ? `\\left(${text}\\right)` : `(${text})`;
}

/** Without what says which quantity it stands for. */
const unmarked = (text: string): string => text.replace(/^\\of\{.*?\}\{/, "");

/** Formulas in LaTeX's mathematics mode, with amsmath. */
export const latex: Script = {
  minus: "-",
  half: "\\tfrac{1}{2}",
  pi: "\\pi",
  bracket: bracketText,
  isBracketed: (text) => text.startsWith("(") || text.startsWith("\\left("),
  isNumber: (text) => /^\d/.test(unmarked(text)),
  isFraction: (symbol) => unmarked(symbol).startsWith("\\frac") || symbol.includes("\\times"),
  functions: {
    div: (x, y) => ({ text: `\\frac{${x.text}}{${y.text}}`, tightness: POWER }),
    square: (x) => ({ text: `${base(x)}^{2}`, tightness: POWER }),
    pow: (x, y) => ({ text: `${base(x)}^{${y.text}}`, tightness: POWER }),
    exp: (x) => ({ text: `e^{${x.text}}`, tightness: POWER }),
    sqrt: (x) => ({ text: `\\sqrt{${x.text}}`, tightness: ATOM }),
    step: (x) => ({ text: `[${x.text} > 0]`, tightness: ATOM }),
    log: named("\\ln"),
    sigmoid: named("\\sigma"),
    tanh: named("\\tanh"),
    relu: named("\\operatorname{relu}"),
    softplus: named("\\operatorname{softplus}"),
    cos: named("\\cos"),
    erf: named("\\operatorname{erf}"),
    max: named("\\max"),
  },
};

const greek: Readonly<Record<string, string>> = {
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  δ: "\\delta",
  ε: "\\varepsilon",
  ζ: "\\zeta",
  η: "\\eta",
  θ: "\\theta",
  ι: "\\iota",
  κ: "\\kappa",
  λ: "\\lambda",
  μ: "\\mu",
  ν: "\\nu",
  ξ: "\\xi",
  π: "\\pi",
  ρ: "\\rho",
  σ: "\\sigma",
  τ: "\\tau",
  υ: "\\upsilon",
  φ: "\\varphi",
  χ: "\\chi",
  ψ: "\\psi",
  ω: "\\omega",
};

/** `∂E/∂w5` as \frac{\partial E}{\partial w_5}. */
export function symbolToLatex({ of, wrt }: StepSymbol): string {
  if (wrt === undefined) return nameToLatex(of);
  return `\\frac{\\partial ${nameToLatex(of)}}{\\partial ${nameToLatex(wrt)}}`;
}

/** `w5⁺` as w_5^{+}, `out_h1#3` as out_{h1}^{(3)}, `m̂_w5` as \hat{m}_{w_5}; any other name as text. */
export function nameToLatex(name: string): string {
  const parts =
    /^(?<letters>[a-zA-Z]+|[α-ω])(?<hat>\u0302?)(?<rest>(?:_[a-zA-Z]*)?[\d.]*)(?<plus>⁺?)(?:#(?<sample>\d+))?$/u.exec(
      name,
    )?.groups;
  if (!parts) return `\\text{${escapeLatex(name)}}`;
  const { letters, hat, rest, plus, sample } = parts;
  const letter = greek[letters] ?? letters;
  const subscript = rest.startsWith("_") ? innerName(rest.slice(1)) : rest;
  const marks = [plus ? "+" : "", sample ? `(${sample})` : ""].join("");
  return [
    hat ? `\\hat{${letter}}` : letter,
    subscript === "" ? "" : subscript.length === 1 ? `_${subscript}` : `_{${subscript}}`,
    marks === "" ? "" : `^{${marks}}`,
  ].join("");
}

/** The subscript of out_{h1} is a label; that of m_{w_5} is a name. */
function innerName(text: string): string {
  return /^[wb]\d+$/.test(text) ? nameToLatex(text) : text;
}

/** A printed number: an exponent as a power of ten. */
export function numberToLatex(text: string): string {
  return text
    .replace("−", "-")
    .replace("∞", "\\infty")
    .replace(/e\+?(-?\d+)$/, " \\times 10^{$1}");
}

const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "%": "\\%",
  "#": "\\#",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
};

/** Somebody's words as text that LaTeX sets and does not obey. */
export function escapeLatex(text: string): string {
  return text
    .replace(/[\\{}$&%#_^~<>|"]/g, (character) => special[character])
    .replace(/[\p{Cc}\p{Cs}]/gu, " ");
}

/** What `escapeLatex` was given. */
export function unescapeLatex(text: string): string {
  return text.replace(/\\(?:text[a-z]+\{\}|.)/g, (escaped) => unescaped.get(escaped) ?? escaped);
}

const unescaped: ReadonlyMap<string, string> = new Map(
  Object.entries(special).map(([character, escaped]) => [escaped, character]),
);
