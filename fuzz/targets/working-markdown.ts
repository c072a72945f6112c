import { readWorking } from "../../src/check/read/index.ts";
import { type Target, textOf } from "../target.ts";

export const target: Target = {
  seeds: () => [
    "# Step 1\n\nWe find $net_{h1} = 0.15 \\cdot 0.05 = 0.3775$, so **out_h1** = 0.5933.\n\n| name | value |\n|---|---|\n| w5 | 0.4 |\n\n```yaml\nbackstep: 1\n```\n",
    "$$\\frac{\\partial E_{total}}{\\partial w_5} = 0.7414 * 0.1868 * 0.5933 = 0.0822$$\n\n- a = 1\n1. b = 2\n",
  ],
  read: (input) => readWorking(textOf(input), { format: "markdown" }),
  words: [
    "$",
    "$$",
    "```",
    "`",
    "**",
    "|",
    "|---|",
    "# ",
    "- ",
    "1. ",
    "> ",
    "\\\\",
    "&",
    "\\frac{",
    "}{",
    "_{",
    "^{",
    "\n\n",
    "<!--",
    "-->",
    "<table>",
    "[a](b)",
  ],
};
