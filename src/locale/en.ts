import type { Catalogue } from "./catalogue.ts";

function layers(number: number, count: number): string {
  return `${nameOf(number - 1)} → ${nameOf(number)}`;

  function nameOf(layer: number): string {
    if (layer === 0) return "input layer";
    if (layer === count) return "output layer";
    return count === 2 ? "hidden layer" : `hidden layer ${layer}`;
  }
}

export const en: Catalogue = {
  language: "en",
  forward: "Forward",
  loss: "Loss",
  colon: ": ",
  columns: { factor: "factor", formula: "formula", withNumbers: "with numbers", value: "value" },
  layer: (number) => `layer ${number}`,
  layers,
  weight: (number, count) => `Weight update, ${layers(number, count)}`,
  bias: (number, count) => `Bias update, ${layers(number, count)}`,
  sample: (number) => `sample ${number}`,
  through: (neuron) => `through ${neuron}`,
  sumOfPaths: (count) => `the sum of ${count} paths`,
  feeds(from, to) {
    const list = `${to.slice(0, -1).join(", ")} and ${to[to.length - 1]}`;
    return `${from} feeds ${list}, so ${to.length === 2 ? "both paths count" : `all ${to.length} paths count`}`;
  },
  everySampleCounts: "every sample counts",
  frozen: (name, value) => `${name} is frozen: it stays ${value}`,
  otherValues: (count) => `… and ${count.toLocaleString("en")} other values, not used below`,
  approximately:
    "≈  calculated in full precision; the rounded numbers printed here would give another last digit",
  tie: (op, text) => `${op}: ${text}`,
};
