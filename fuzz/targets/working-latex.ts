import { readWorking } from "../../src/check/read/index.ts";
import { type Target, textOf } from "../target.ts";

export const target: Target = {
  seeds: () => [
    "\\begin{align} out_{h1} &= \\frac{1}{1 + e^{-0.3775}} = 0.5933 \\\\ net_{o1} &= 1.1059 \\end{align} % note\n\\[\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}\\]",
    "\\documentclass{article}\\begin{document} $w_5^{+} = 0.3589$ \\text{and} \\(E = 0.2984\\)\\end{document}",
  ],
  read: (input) => readWorking(textOf(input), { format: "latex" }),
  words: [
    "\\begin{align}",
    "\\end{align}",
    "\\frac{",
    "}{",
    "\\left(",
    "\\right)",
    "\\text{",
    "\\sqrt{",
    "\\[",
    "\\]",
    "\\(",
    "\\)",
    "$",
    "$$",
    "&",
    "\\\\",
    "%",
    "_{",
    "^{",
    "\\def\\a{\\a\\a}",
    "\\input{/etc/passwd}",
    "\\begin{verbatim}",
    "\\scalebox{2}{",
    "\\color{red}",
  ],
};
