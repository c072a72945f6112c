import type { Catalogue } from "./catalogue.ts";

export const en: Catalogue = {
  language: "en",
  forward: "Forward",
  loss: "Loss",
  layer: (number) => `layer ${number}`,
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
