import { type Random, randomStream } from "../../src/tensor/random.ts";

/** A small dense network, one sample and its targets: everything that is given, in short decimals. */
export interface SheetNetwork {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly layers: readonly SheetLayer[];
  readonly loss: "half-squared-error" | "mean-squared-error" | "softmax-cross-entropy";
  readonly rate: number;
}

interface SheetLayer {
  readonly activation: "sigmoid" | "tanh" | "relu" | "linear" | "softmax";
  /** One row per neuron. */
  readonly weights: readonly (readonly number[])[];
  /** One number per neuron, one for all, or none. */
  readonly bias: readonly number[];
  readonly shared: boolean;
  readonly trainable: boolean;
  readonly biasTrainable: boolean;
}

export function drawNetwork(seed: number, attempt: number): SheetNetwork {
  const random = randomStream(seed, 4000, attempt);
  const inputs = Array.from({ length: 1 + random.integer(3) }, () => signed(random, 0.15));
  const sizes = Array.from({ length: 1 + random.integer(2) }, () => 1 + random.integer(3));
  const loss = drawLoss(random);
  const softmax = loss === "softmax-cross-entropy";
  const outputs = softmax ? 2 + random.integer(2) : 1 + random.integer(3);
  const widths = [inputs.length, ...sizes, outputs];
  const layers = widths.slice(1).map((neurons, l) => {
    const isLast = l === sizes.length;
    return drawLayer(random, neurons, widths[l], l, isLast, isLast && softmax);
  });
  const targets = softmax ? shares(random, outputs) : decimals(random, outputs);
  const rate = random.uniform() < 0.5 ? (1 + random.integer(9)) / 10 : (1 + random.integer(99)) / 100;
  return { inputs, targets, layers, loss, rate };
}

function drawLoss(random: Random): SheetNetwork["loss"] {
  const draw = random.uniform();
  if (draw < 0.65) return "half-squared-error";
  return draw < 0.8 ? "mean-squared-error" : "softmax-cross-entropy";
}

function drawLayer(
  random: Random,
  neurons: number,
  inputs: number,
  l: number,
  isLast: boolean,
  softmax: boolean,
): SheetLayer {
  const activation = softmax ? "softmax" : drawActivation(random, isLast);
  const weights = Array.from({ length: neurons }, () =>
    Array.from({ length: inputs }, () => signed(random, 0.3)),
  );
  const form = random.integer(5);
  const shared = form < 2;
  const biases = form === 4 ? 0 : shared ? 1 : neurons;
  const bias = Array.from({ length: biases }, () => signed(random, 0.25));
  const biasTrainable = random.uniform() < 0.6;
  // the first layer always learns, so that every delta is part of the calculation
  const trainable = l === 0 || random.uniform() < 0.9;
  return { activation, weights, bias, shared, trainable, biasTrainable };
}

function drawActivation(random: Random, isLast: boolean): SheetLayer["activation"] {
  const draw = random.uniform();
  if (draw < 0.6) return "sigmoid";
  if (draw < 0.8) return "tanh";
  return isLast || draw > 0.95 ? "linear" : "relu";
}

/** Two decimals, not 0. */
function signed(random: Random, negative: number): number {
  const size = (1 + random.integer(99)) / 100;
  return random.uniform() < negative ? -size : size;
}

function decimals(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => (1 + random.integer(99)) / 100);
}

/** What adds up to 1: one of them mostly, tenths sometimes. */
function shares(random: Random, count: number): number[] {
  const chosen = random.integer(count);
  if (random.uniform() < 0.8) return Array.from({ length: count }, (_, k) => (k === chosen ? 1 : 0));
  const rest = Array.from({ length: count - 1 }, () => 1 + random.integer(3));
  return [...rest, 10 - rest.reduce((sum, part) => sum + part, 0)].map((tenths) => tenths / 10);
}

/** i1 …, h1 … (h1.1 … with several hidden layers), o1 …; the inputs are layer −1. */
export function neuronName(network: SheetNetwork, l: number, k: number): string {
  const last = network.layers.length - 1;
  if (l < 0) return `i${k + 1}`;
  if (l === last) return `o${k + 1}`;
  return last === 1 ? `h${k + 1}` : `h${l + 1}.${k + 1}`;
}

/** Weights are counted through the network, neuron by neuron. */
export function weightName(network: SheetNetwork, l: number, k: number, j: number): string {
  const before = network.layers.slice(0, l).reduce((sum, { weights }) => sum + weights.flat().length, 0);
  return `w${before + k * network.layers[l].weights[0].length + j + 1}`;
}

/** Biases are counted likewise; a shared one counts once. */
export function biasName(network: SheetNetwork, l: number, k: number): string {
  const before = network.layers.slice(0, l).reduce((sum, { bias }) => sum + bias.length, 0);
  return `b${before + k + 1}`;
}

export function networkYaml(network: SheetNetwork): string {
  const layers = network.layers.map(
    (layer) => `    - dense: ${layer.weights.length}
${layer.activation === "softmax" ? "" : `      activation: ${layer.activation}\n`}      weights: ${list(layer.weights.map(list))}
      bias: ${biasYaml(layer)}
${layer.trainable ? "" : "      trainable: false\n"}`,
  );
  return `backstep: 1
network:
  inputs: ${network.inputs.length}
  layers:
${layers.join("")}loss: ${network.loss}
optimizer: { name: sgd, learningRate: ${network.rate} }
data: { inputs: [${list(network.inputs)}], targets: [${list(network.targets)}] }
`;
}

function biasYaml({ bias, shared, biasTrainable }: SheetLayer): string {
  if (bias.length === 0) return "false";
  const frozen = biasTrainable ? "" : ", trainable: false";
  return shared ? `{ shared: ${bias[0]}${frozen} }` : `{ values: ${list(bias)}${frozen} }`;
}

function list(parts: readonly (string | number)[]): string {
  return `[${parts.join(", ")}]`;
}
