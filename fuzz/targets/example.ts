import { readFileSync } from "node:fs";
import { parseExampleFile } from "../../src/formats/example-file.ts";
import { type Target, textOf } from "../target.ts";

const example = (name: string): string =>
  readFileSync(new URL(`../../examples/${name}.yaml`, import.meta.url), "utf8");

export const target: Target = {
  seeds: () => ["by-example", "iris", "xor", "mnist", "spirals", "tanh-neuron"].map(example),
  read: (input) => parseExampleFile(textOf(input), "net.yaml"),
  words: [
    "&a ",
    "*a",
    "!!map ",
    "---\n",
    "? ",
    "- ",
    "<<: ",
    "null",
    ".inf",
    "__proto__: ",
    "activation: ",
    "bias: ",
    "weights: [[",
    "dense: ",
    "conv2d: 2, kernel: 3",
    "lstm: 3",
    "attention: 2",
    "name: a, from: a",
    "add: [a, b]",
    "initializer: ",
    "schedule: ",
    "names: { a: w1 }",
    "conventions: ",
    "softmax-cross-entropy",
    "{ name: adam, learningRate: 0.1 }",
    "data: { train: { idx: { images: a, labels: b } } }",
  ],
};
