import type { Catalogue } from "./catalogue.ts";
import { connected, type LayerNames, layerName } from "./layers.ts";

const names: LayerNames = { input: "input layer", hidden: "hidden layer", output: "output layer" };
const layers = (number: number, count: number): string => connected(names, number, count);

export const en: Catalogue = {
  language: "en",
  forward: "Forward",
  backward: "Backward",
  loss: "Loss",
  untitled: "Worked derivation",
  notes: "Notes",
  colon: ": ",
  comma: ", ",
  columns: { factor: "factor", formula: "formula", withNumbers: "with numbers", value: "value" },
  working: (name) => `How ${name} is calculated`,
  picture: {
    title: "The network",
    neurons: (counts) => `Neurons from the inputs to the outputs: ${counts.join(", ")}`,
    highlighted(names, result) {
      const list = [names.slice(0, -1).join(", "), names[names.length - 1]].filter((part) => part !== "");
      return `In colour: how ${list.join(" and ")} ${names.length === 1 ? "acts" : "act"} on ${result}`;
    },
    more: (count) => `${count.toLocaleString("en")} more`,
  },
  layerName: (number, count) => layerName(names, number, count),
  layer: (number) => `layer ${number}`,
  layers,
  weight: (number, count) => `Weight update, ${layers(number, count)}`,
  bias: (number, count) => `Bias update, ${layers(number, count)}`,
  parameter: (number, count) => `Parameter update, ${layers(number, count)}`,
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
  why: {
    title: (of, gradient) => `Why is ${of} = ${gradient}?`,
    factors: "the factors on the strongest path, smallest size first:",
    fork: (at, shares) => `${at} adds up from (with shares of the sizes): ${shares.join(", ")}`,
    saturated: (neuron, slope) =>
      `${neuron} is saturated: its slope is ${slope}, so it hardly passes anything on`,
    dead: (neuron) => `${neuron} is dead here: its slope is 0, so nothing passes through it`,
    cancelling: (at, sum, size) =>
      `the paths to ${at} cancel: of sizes that add up to ${size}, ${sum} is left`,
    vanishing: (layers, factor) =>
      `the gradient vanishes: over ${layers} layers it is multiplied by ${factor}`,
    exploding: (layers, factor) =>
      `the gradient explodes: over ${layers} layers it is multiplied by ${factor}`,
  },
  conventions: {
    inputs: (count) => `${count.toLocaleString("en")} ${count === 1 ? "input" : "inputs"}`,
    dense: (neurons, activation) => `dense ${neurons} ${activation}`,
    losses: {
      "half-squared-error": "half squared error (with the ½)",
      "squared-error": "squared error (without a ½)",
      "mean-squared-error": "mean squared error (without a ½)",
      "binary-cross-entropy": "binary cross-entropy",
      "binary-cross-entropy-with-logits": "binary cross-entropy, from net inputs",
      "softmax-cross-entropy": "softmax cross-entropy",
      "absolute-error": "absolute error",
      "mean-absolute-error": "mean absolute error",
      "mean-absolute-percentage-error": "mean absolute percentage error (times 100)",
      "mean-squared-logarithmic-error": "mean squared logarithmic error (without a ½)",
      huber: "Huber loss (with the ½)",
      "log-cosh": "logarithm of the hyperbolic cosine",
      poisson: "Poisson loss (out − target · ln out)",
      hinge: "hinge loss",
      "squared-hinge": "squared hinge loss (without a ½)",
      "categorical-hinge": "categorical hinge loss",
      "kl-divergence": "Kullback–Leibler divergence",
      "cosine-similarity": "minus the cosine similarity",
    },
    lossSettings: {
      delta: (delta) => `quadratic up to δ = ${delta}`,
      smoothing: (amount) => `labels smoothed by ε = ${amount}`,
      weights: (weights) => `classes weighted ${weights.join(", ")}`,
    },
    over: {
      "sum of outputs": "summed over outputs",
      "mean of outputs": "averaged over outputs",
      "sum of samples": "summed over samples",
      "mean of samples": "averaged over samples",
    },
    optimizer: (name, learningRate) => `${name}, learning rate η = ${learningRate}`,
    schedule: (name) => `learning rate by the schedule ${name}`,
    clip: {
      value: (value) => `gradients kept within ±${value}`,
      norm: (norm) => `gradients together no longer than ${norm}`,
    },
    accumulate: (batches) => `gradients averaged over ${batches} batches`,
    penalty: (formula) => `${formula} added to the loss`,
    weightOrder: "weights are numbered neuron by neuron",
    frozen: { weight: "weights frozen", bias: "biases frozen", all: "everything frozen" },
    frozenOnly: (paths) => `frozen: ${paths.join(", ")}`,
    afterSteps: (count) => `after ${count.toLocaleString("en")} ${count === 1 ? "step" : "steps"}`,
  },
  tie: (op, text) => `${op}: ${text}`,
};
