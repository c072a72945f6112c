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
  tie: (op, text) => `${op}: ${text}`,
};
