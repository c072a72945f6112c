import { parseFormula } from "../../src/check/read/index.ts";
import { type Target, textOf } from "../target.ts";

/** Arithmetic over numbers and names in any spelling. */
export const target: Target = {
  seeds: () => [
    "-delta_o1",
    "(abs(out_o1#1) + 2)/4",
    "0,741 · 0.1868 × 0.5933",
    "\\frac{\\partial E}{\\partial w_5} \\cdot 2^{-3}",
    "σ(0.3775)",
  ],
  read: (input) => parseFormula(textOf(input)),
  words: [
    "\\frac{",
    "}{",
    "\\sqrt[3]{",
    "^{",
    "_{",
    "\\left(",
    "\\right)",
    "|",
    "∂E/∂",
    "\\partial",
    "1.5e-3",
    "(",
    ")",
    "×",
    "·",
    "−",
  ],
};
