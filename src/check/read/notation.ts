import type { Fn } from "../../graph/expression.ts";

/** What functions are called; `abs` is made of max, `e` is the base of a power. */
export const functions: ReadonlyMap<string, Fn | "abs"> = new Map([
  ["exp", "exp"],
  ["ln", "log"],
  ["log", "log"],
  ["tanh", "tanh"],
  ["sigmoid", "sigmoid"],
  ["σ", "sigmoid"],
  ["sqrt", "sqrt"],
  ["relu", "relu"],
  ["ReLU", "relu"],
  ["softplus", "softplus"],
  ["erf", "erf"],
  ["cos", "cos"],
  ["max", "max"],
  ["abs", "abs"],
]);

/** Names of TeX for what has a letter or a word of its own. */
export const functionCommands: ReadonlyMap<string, string> = new Map([
  ...["exp", "ln", "log", "tanh", "sqrt", "max"].map((name) => [name, name] as const),
  ["sigma", "σ"],
  ["pi", "π"],
]);

function table(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(rows).flatMap(([mark, spellings]) => spellings.split(" ").map((s) => [s, mark])),
  );
}

/** Characters that are a mark, and the mark: several are the same. */
export const marks: ReadonlyMap<string, string> = table({
  "+": "+ ＋",
  "-": "- − – － ‐ ‑",
  "*": "* × · ⋅ ∙ • ∗ ＊",
  "/": "/ ÷ ／ ∕ ⁄",
  "^": "^",
  _: "_",
  "(": "( （",
  ")": ") ）",
  "[": "[ 【",
  "]": "] 】",
  "{": "{",
  "}": "}",
  "|": "| ｜",
  ",": ", ， 、",
  ";": "; ； : ： ⇒ → ➔ ⟹ ∴",
  "&": "&",
});

/** Signs of one character or more: `=` where two sides are equal, `<` where they are related otherwise, or a mark. */
export const signs: ReadonlyMap<string, string> = table({
  "=": ":= == ~= =~ = ≈ ≃ ≅ ≡ ≔ ≒ ＝ ≐ ←",
  "<": "!= <= =< >= += -= *= /= < > ≠ ≤ ≥ ∝ ≪ ≫",
  ";": "-> =>",
  "^": "**",
});

export const equalityCommands: ReadonlySet<string> = new Set(
  "approx simeq cong sim doteq equiv thickapprox approxeq coloneqq leftarrow gets".split(" "),
);

export const inequalityCommands: ReadonlySet<string> = new Set(
  "neq ne le leq ge geq lt gt ll gg in propto leqslant geqslant".split(" "),
);

/** Commands that are a mark. */
export const markCommands: ReadonlyMap<string, string> = table({
  "*": "cdot times ast star",
  "/": "div",
  "|": "lvert rvert vert mid",
  ";": "quad qquad to rightarrow Rightarrow implies Longrightarrow therefore hfill iff",
  "(": "lparen",
  ")": "rparen",
  "[": "lbrack",
  "]": "rbrack",
});

export const dotsCommands: ReadonlySet<string> = new Set(
  "dots ldots cdots vdots ddots dotsc dotsb".split(" "),
);

/** Commands that only say how what follows looks. */
export const looks: ReadonlySet<string> = new Set(
  (
    "displaystyle textstyle scriptstyle left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr " +
    "limits nonumber notag hline bf rm it centering boxed mathbf boldsymbol bm underline underbrace cancel textbf textit " +
    "bfseries small large Large normalsize footnotesize noindent par item newpage fbox textnormal mathstrut strut checkmark"
  ).split(" "),
);

/** Commands whose argument is no part of the formula. */
export const withoutArgument: ReadonlySet<string> = new Set(
  "label tag hspace vspace color textcolor phantom hphantom vphantom footnote cite ref eqref intertext shortintertext".split(
    " ",
  ),
);

/** Commands whose second argument is set larger or smaller. */
export const scaling: ReadonlySet<string> = new Set(["scalebox", "resizebox"]);

/** Commands whose argument is text. */
export const textCommands: ReadonlySet<string> = new Set(
  "text mathrm mathit operatorname mbox textrm mathsf mathtt texttt textsf".split(" "),
);

/** Environments that are a matrix; `array` is one where it stands in brackets. */
export const matrices: ReadonlySet<string> = new Set(
  "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix".split(" "),
);

/** Numbers that are one character, as fractions. */
export const constants: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["π", [Math.PI, 1]],
  ["½", [1, 2]],
  ["⅓", [1, 3]],
  ["⅔", [2, 3]],
  ["¼", [1, 4]],
  ["¾", [3, 4]],
  ["⅕", [1, 5]],
  ["⅙", [1, 6]],
  ["⅛", [1, 8]],
]);

/** Words between equations, which belong to neither. */
export const connectives: ReadonlySet<string> = new Set(
  (
    "and so then thus hence therefore where with while but giving gives which because since for let now also or is " +
    "we get have obtain that if as 所以 所以有 则 則 得 得到 有 和 与 與 于是 於是 因此 故 即 其中 设 設 令 且 又"
  ).split(" "),
);
