import { parseExampleFile } from "../../src/formats/example-file.ts";
import { type Target, textOf } from "../target.ts";

/** Small graphs without layers. */
export const target: Target = {
  seeds: () => [
    "backstep: 1\nexpressions: { f: q * z, q: x + y }\nvalues: { x: -2, y: 5, z: -4 }\noptimizer: { name: sgd, learningRate: 0.1 }\n",
    "backstep: 1\nexpressions:\n  f: tanh(w1*x1 + w2 x2 + b)^2 / max(1, |y|)\nvalues: { w1: 1, w2: 2, x1: 3, x2: 4, b: 1, y: { of: 2, trainable: false } }\n",
  ],
  read: (input) => parseExampleFile(textOf(input), "graph.yaml"),
  words: [
    "tanh(",
    "max(",
    "exp(",
    "log(",
    "σ(",
    "^",
    "**",
    "·",
    "−",
    "|",
    "(",
    ")",
    ": ",
    "\n  ",
    "of: q\n",
    "&a ",
    "*a",
    "1e",
  ],
};
