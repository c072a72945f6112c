import type { Catalogue } from "./catalogue.ts";
import { connected } from "./layers.ts";

const layers = (number: number, count: number): string =>
  connected({ input: "input layer", hidden: "hidden layer", output: "output layer" }, number, count);

export const en: Catalogue = {
  language: "en",
  forward: "Forward",
  loss: "Loss",
  colon: ": ",
  comma: ", ",
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
  manyPaths: (count) => `${count.toLocaleString("en")} paths lead to the loss`,
  delta: "δ_x is ∂E/∂net_x; it gathers all paths that lead from the neuron to the loss",
  moreTerms: (count) => `(${count.toLocaleString("en")} more terms)`,
  drift: (name, carried, exact) =>
    `calculated on with rounded numbers: ${name} is ${carried} here, exactly ${exact}`,
  frozen: (name, value) => `${name} is frozen: it stays ${value}`,
  otherValues: (count) => `… and ${count.toLocaleString("en")} other values, not used below`,
  approximately:
    "≈  calculated in full precision; the rounded numbers printed here would give another last digit",
  conventions: {
    inputs: (count) => `${count.toLocaleString("en")} ${count === 1 ? "input" : "inputs"}`,
    dense: (neurons, activation) => `dense ${neurons} ${activation}`,
    losses: {
      "half-squared-error": "half squared error (with the ½)",
      "mean-squared-error": "mean squared error (without a ½)",
      "binary-cross-entropy": "binary cross-entropy",
      "binary-cross-entropy-with-logits": "binary cross-entropy, from net inputs",
      "softmax-cross-entropy": "softmax cross-entropy",
    },
    over: {
      "sum of outputs": "summed over outputs",
      "mean of outputs": "averaged over outputs",
      "sum of samples": "summed over samples",
      "mean of samples": "averaged over samples",
    },
    optimizer: (name, learningRate) => `${name}, learning rate η = ${learningRate}`,
    weightOrder: "weights are numbered neuron by neuron",
    frozen: { weight: "weights frozen", bias: "biases frozen", all: "everything frozen" },
    frozenOnly: (paths) => `frozen: ${paths.join(", ")}`,
    afterSteps: (count) => `after ${count.toLocaleString("en")} ${count === 1 ? "step" : "steps"}`,
  },
  tie: (op, text) => `${op}: ${text}`,
};
