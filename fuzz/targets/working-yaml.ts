import { readWorking } from "../../src/check/read/index.ts";
import { type Target, textOf } from "../target.ts";

export const target: Target = {
  seeds: () => [
    "net_h1: 0.3775\nstep 2:\n  w5: 0.3589\n  E: [0.1, 0.2]\n",
    '{"out_h1": 0.5933, "after 3": {"E": 0.29}}',
  ],
  read: (input) => readWorking(textOf(input), { format: "yaml" }),
  words: [
    "&a ",
    "*a",
    "!!map ",
    "? ",
    "- ",
    "<<: ",
    "|\n ",
    ">\n ",
    "step 2:",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "\n",
    "'",
    '"',
    "__proto__: ",
  ],
};
