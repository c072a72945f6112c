import { biasName, neuronName, type SheetNetwork, weightName } from "./sheets-network.ts";

/** Looks up what the author has for a quantity calculated before. */
export type Read = (name: string) => number;
export type Formula = (read: Read) => number;

/** One number that a person calculates, from numbers calculated before. */
export interface Quantity {
  readonly name: string;
  readonly formula: Formula;
}

/**
 * Forward pass, loss, backward pass and update, in order of calculation.
 * @param early whether the weights of a layer are updated before the deltas of the layer below are calculated
 */
export function calculation(network: SheetNetwork, early: boolean): Quantity[] {
  const backward: Quantity[] = [];
  const updates: Quantity[] = [];
  for (let l = network.layers.length - 1; l >= 0; l--) {
    backward.push(...deltas(network, l), ...gradients(network, l));
    (early ? backward : updates).push(...updatesOf(network, l));
  }
  return [...forward(network), ...lossOf(network), ...backward, ...updates];
}

export function isSoftmax(network: SheetNetwork): boolean {
  return network.loss === "softmax-cross-entropy";
}

/** The out of neuron j of the layer below l, or the input. */
export function below(network: SheetNetwork, l: number, j: number): Formula {
  if (l === 0) return () => network.inputs[j];
  return (read) => read(outName(network, l - 1, j));
}

/** The bias that a neuron adds; 0 where there is none. */
export function biasOf({ layers }: SheetNetwork, l: number, k: number): number {
  return (layers[l].shared ? layers[l].bias[0] : layers[l].bias[k]) ?? 0;
}

export const netName = (network: SheetNetwork, l: number, k: number): string =>
  `net_${neuronName(network, l, k)}`;
export const outName = (network: SheetNetwork, l: number, k: number): string =>
  `out_${neuronName(network, l, k)}`;
export const errorName = (network: SheetNetwork, l: number, k: number): string =>
  `∂E/∂out_${neuronName(network, l, k)}`;
export const deltaName = (network: SheetNetwork, l: number, k: number): string =>
  `delta_${neuronName(network, l, k)}`;

export function slopeName(network: SheetNetwork, l: number, k: number): string {
  const neuron = neuronName(network, l, k);
  return `∂out_${neuron}/∂net_${neuron}`;
}

function forward(network: SheetNetwork): Quantity[] {
  return network.layers.flatMap(({ weights }, l) => [
    ...weights.map((row, k) => ({ name: netName(network, l, k), formula: netFormula(network, l, k, row) })),
    ...weights.map((_, k) => ({ name: outName(network, l, k), formula: outFormula(network, l, k) })),
  ]);
}

/** Σ weight · out + bias, with these weights. */
export function netFormula(
  network: SheetNetwork,
  l: number,
  k: number,
  row: readonly number[],
  sources: readonly Formula[] = row.map((_, j) => below(network, l, j)),
): Formula {
  const bias = biasOf(network, l, k);
  return (read) => row.reduce((sum, weight, j) => sum + weight * sources[j](read), 0) + bias;
}

function outFormula(network: SheetNetwork, l: number, k: number): Formula {
  const { activation } = network.layers[l];
  const net = netName(network, l, k);
  switch (activation) {
    case "sigmoid":
      return (read) => 1 / (1 + Math.exp(-read(net)));
    case "tanh":
      return (read) => Math.tanh(read(net));
    case "relu":
      return (read) => Math.max(0, read(net));
    case "linear":
      return (read) => read(net);
    case "softmax":
      return shareFormula(network, k, Math.exp);
  }
}

/** f(net) over the sum of all f(net) of the outputs. */
export function shareFormula(network: SheetNetwork, k: number, f: (net: number) => number): Formula {
  const last = network.layers.length - 1;
  return (read) => {
    const parts = network.targets.map((_, other) => f(read(netName(network, last, other))));
    return parts[k] / parts.reduce((sum, part) => sum + part, 0);
  };
}

function lossOf(network: SheetNetwork): Quantity[] {
  const { targets } = network;
  if (isSoftmax(network)) return [{ name: "E", formula: crossEntropy(network) }];
  const factor = termFactor(network);
  if (targets.length === 1) return [{ name: "E", formula: termFormula(network, 0, factor) }];
  const terms = targets.map((_, k) => ({
    name: `E_o${k + 1}`,
    formula: termFormula(network, k, factor),
  }));
  const count = network.loss === "mean-squared-error" ? targets.length : 1;
  return [...terms, { name: "E", formula: totalFormula(network, count) }];
}

/** The factor of (target − out)². */
export function termFactor({ loss }: SheetNetwork): number {
  return loss === "half-squared-error" ? 0.5 : 1;
}

export function termFormula(network: SheetNetwork, k: number, factor: number): Formula {
  const out = outName(network, network.layers.length - 1, k);
  return (read) => factor * (network.targets[k] - read(out)) ** 2;
}

export function totalFormula({ targets }: SheetNetwork, count: number): Formula {
  return (read) => targets.reduce((sum, _, k) => sum + read(`E_o${k + 1}`), 0) / count;
}

function crossEntropy(network: SheetNetwork): Formula {
  const last = network.layers.length - 1;
  return (read) =>
    network.targets.reduce(
      (sum, target, k) => (target === 0 ? sum : sum - target * Math.log(read(outName(network, last, k)))),
      0,
    );
}

function deltas(network: SheetNetwork, l: number): Quantity[] {
  const { weights, activation } = network.layers[l];
  if (activation === "softmax") {
    return weights.map((_, k) => ({
      name: deltaName(network, l, k),
      formula: (read) => read(outName(network, l, k)) - network.targets[k],
    }));
  }
  return [
    ...weights.map((_, k) => ({ name: errorName(network, l, k), formula: errorFormula(network, l, k) })),
    ...weights.map((_, k) => ({ name: slopeName(network, l, k), formula: slopeFormula(network, l, k) })),
    ...weights.map((_, k) => ({ name: deltaName(network, l, k), formula: deltaFormula(network, l, k) })),
  ];
}

function errorFormula(network: SheetNetwork, l: number, k: number): Formula {
  const isLast = l === network.layers.length - 1;
  return isLast ? outputErrorFormula(network, k, errorFactor(network)) : hiddenErrorFormula(network, l, k);
}

/** The factor of (out − target) in ∂E/∂out. */
export function errorFactor({ loss, targets }: SheetNetwork): number {
  return loss === "half-squared-error" ? 1 : 2 / targets.length;
}

export function outputErrorFormula(network: SheetNetwork, k: number, factor: number): Formula {
  const out = outName(network, network.layers.length - 1, k);
  return (read) => -factor * (network.targets[k] - read(out));
}

/** Σ delta · weight over the neurons above, each weight as given unless said otherwise. */
export function hiddenErrorFormula(
  network: SheetNetwork,
  l: number,
  j: number,
  weight: (k: number, read: Read) => number = (k) => network.layers[l + 1].weights[k][j],
): Formula {
  return (read) =>
    network.layers[l + 1].weights.reduce(
      (sum, _, k) => sum + read(deltaName(network, l + 1, k)) * weight(k, read),
      0,
    );
}

function slopeFormula(network: SheetNetwork, l: number, k: number): Formula {
  if (network.layers[l].activation === "relu") return (read) => (read(netName(network, l, k)) > 0 ? 1 : 0);
  return slopeAt(network, l, outName(network, l, k));
}

/** The derivative by its spelling in out, with another quantity in place of out; 1 where it has no such spelling. */
export function slopeAt({ layers }: SheetNetwork, l: number, name: string): Formula {
  const { activation } = layers[l];
  if (activation === "sigmoid") return (read) => read(name) * (1 - read(name));
  if (activation === "tanh") return (read) => 1 - read(name) ** 2;
  return () => 1;
}

export function deltaFormula(network: SheetNetwork, l: number, k: number, slopeOf: number = k): Formula {
  return (read) => read(errorName(network, l, k)) * read(slopeName(network, l, slopeOf));
}

function gradients(network: SheetNetwork, l: number): Quantity[] {
  const { weights, trainable } = network.layers[l];
  const ofWeights = weights.flatMap((row, k) =>
    row.map((_, j) => ({
      name: `∂E/∂${weightName(network, l, k, j)}`,
      formula: gradientFormula(network, l, k, j),
    })),
  );
  return [...(trainable ? ofWeights : []), ...biasGradients(network, l)];
}

/** delta · out of neuron j below. */
function gradientFormula(network: SheetNetwork, l: number, k: number, j: number): Formula {
  const source = below(network, l, j);
  return (read) => read(deltaName(network, l, k)) * source(read);
}

function biasGradients(network: SheetNetwork, l: number): Quantity[] {
  const { weights, bias, shared, biasTrainable } = network.layers[l];
  if (!biasTrainable) return [];
  const delta = (k: number): Formula => {
    return (read) => read(deltaName(network, l, k));
  };
  const all: Formula = (read) => weights.reduce((sum, _, k) => sum + delta(k)(read), 0);
  return bias.map((_, k) => ({
    name: `∂E/∂${biasName(network, l, k)}`,
    formula: shared ? all : delta(k),
  }));
}

/** The weights and biases of a layer that are updated. */
export function learned(network: SheetNetwork, l: number): { name: string; value: number }[] {
  const { weights, bias, trainable, biasTrainable } = network.layers[l];
  const ofWeights = weights.flatMap((row, k) =>
    row.map((value, j) => ({ name: weightName(network, l, k, j), value })),
  );
  const ofBiases = bias.map((value, k) => ({ name: biasName(network, l, k), value }));
  return [...(trainable ? ofWeights : []), ...(biasTrainable ? ofBiases : [])];
}

function updatesOf(network: SheetNetwork, l: number): Quantity[] {
  return learned(network, l).map(({ name, value }) => ({
    name: `${name}+`,
    formula: updateFormula(name, value, network.rate),
  }));
}

export function updateFormula(name: string, value: number, rate: number): Formula {
  return (read) => value - rate * read(`∂E/∂${name}`);
}
