import { readWorking } from "../../src/check/read/index.ts";
import { type Target, textOf } from "../target.ts";

export const target: Target = {
  seeds: () => [
    "net_h1 = 0.15*0.05 + 0.2*0.1 + 0.35 = 0.3775\nout_h1 = 1/(1+e^-0.3775) = 0.5933\ndE/dw5 = 0.0822\nw5+ = 0.3589\n",
    "After 3 steps\nE = [0.1, 0,2; 3]\nδ_o1 ≈ 13,85 %\n",
  ],
  read: (input) => readWorking(textOf(input), { format: "lines" }),
  words: [
    "=",
    "≈",
    " = ",
    "after 3",
    "Step 1",
    "δ",
    "∂E/∂w5",
    "·",
    "×",
    "%",
    "(",
    ")",
    "[",
    "]",
    "0,5",
    "1e-3",
    "\n",
    "⇒",
  ],
};
