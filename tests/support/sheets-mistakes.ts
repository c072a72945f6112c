import {
  below,
  biasOf,
  deltaFormula,
  deltaName,
  errorFactor,
  errorName,
  type Formula,
  hiddenErrorFormula,
  isSoftmax,
  learned,
  netFormula,
  netName,
  outName,
  outputErrorFormula,
  type Read,
  shareFormula,
  slopeAt,
  slopeName,
  termFactor,
  termFormula,
  totalFormula,
  updateFormula,
} from "./sheets-calculation.ts";
import { type SheetNetwork, weightName } from "./sheets-network.ts";

export const mistakeKinds = [
  "derivative-missing",
  "derivative-at-net",
  "derivative-at-error",
  "derivative-of-other-neuron",
  "sign",
  "half",
  "mean-for-sum",
  "path-missing",
  "updated-too-early",
  "transposed",
  "other-quantity",
  "bias-missing",
  "rate-missing",
  "rate-added",
  "output-error-for-hidden",
  "softmax-without-exp",
  "last-digit",
] as const;

export type MistakeKind = (typeof mistakeKinds)[number];

/** Where a mistake can be made, and what is calculated there instead. */
export interface Place {
  /** The quantity in whose calculation it is made; the first of them where it is made in several. */
  readonly name: string;
  readonly formulas: ReadonlyMap<string, Formula>;
}

/** Every place of a network where a mistake of calculation can be made; whether it changes a number is not asked. */
export function placesOf(network: SheetNetwork, kind: Exclude<MistakeKind, "last-digit">): Place[] {
  return places[kind](network);
}

const places: Readonly<Record<Exclude<MistakeKind, "last-digit">, (network: SheetNetwork) => Place[]>> = {
  "derivative-missing": (network) =>
    sloped(network).map(({ l, k }) => at(deltaName(network, l, k), (read) => read(errorName(network, l, k)))),
  "derivative-at-net": (network) =>
    curved(network).map(({ l, k }) =>
      at(slopeName(network, l, k), slopeAt(network, l, netName(network, l, k))),
    ),
  "derivative-at-error": (network) =>
    curved(network).map(({ l, k }) =>
      at(slopeName(network, l, k), slopeAt(network, l, errorName(network, l, k))),
    ),
  "derivative-of-other-neuron": (network) =>
    sloped(network).flatMap(({ l, k }) =>
      others(network.layers[l].weights.length, k).map((other) =>
        at(deltaName(network, l, k), deltaFormula(network, l, k, other)),
      ),
    ),
  sign: signs,
  half: halves,
  "mean-for-sum": means,
  "path-missing": (network) =>
    hidden(network).flatMap(({ l, k: j }) =>
      pathsAbove(network, l).map((left) =>
        at(
          errorName(network, l, j),
          hiddenErrorFormula(network, l, j, (k) => (k === left ? 0 : network.layers[l + 1].weights[k][j])),
        ),
      ),
    ),
  "updated-too-early": earlyUpdates,
  transposed: (network) => [...transposedNets(network), ...transposedErrors(network)],
  "other-quantity": (network) => [...otherNets(network), ...otherGradients(network)],
  "bias-missing": (network) =>
    neurons(network).map(({ l, k }) => {
      const right = netFormula(network, l, k, network.layers[l].weights[k]);
      return at(netName(network, l, k), (read) => right(read) - biasOf(network, l, k));
    }),
  "rate-missing": (network) => updatesWith(network, 1),
  "rate-added": (network) => updatesWith(network, -network.rate),
  "output-error-for-hidden": outputErrors,
  "softmax-without-exp": (network) => (isSoftmax(network) ? [shares(network)] : []),
};

interface Neuron {
  readonly l: number;
  readonly k: number;
}

function at(name: string, formula: Formula): Place {
  return { name, formulas: new Map([[name, formula]]) };
}

/** A mistake made throughout; it is named after the first calculation. */
function throughout(formulas: readonly (readonly [string, Formula])[]): Place {
  return { name: formulas[0][0], formulas: new Map(formulas) };
}

function neurons({ layers }: SheetNetwork): Neuron[] {
  return layers.flatMap(({ weights }, l) => weights.map((_, k) => ({ l, k })));
}

function hidden(network: SheetNetwork): Neuron[] {
  return neurons(network).filter(({ l }) => l < network.layers.length - 1);
}

/** Neurons whose delta is an error times a derivative. */
function sloped(network: SheetNetwork): Neuron[] {
  return neurons(network).filter(({ l }) => network.layers[l].activation !== "softmax");
}

/** Neurons whose derivative is a formula of out. */
function curved(network: SheetNetwork): Neuron[] {
  return neurons(network).filter(({ l }) => ["sigmoid", "tanh"].includes(network.layers[l].activation));
}

function others(count: number, k: number): number[] {
  return Array.from({ length: count }, (_, other) => other).filter((other) => other !== k);
}

/** The neurons above, where there are several. */
function pathsAbove({ layers }: SheetNetwork, l: number): number[] {
  const { weights } = layers[l + 1];
  return weights.length > 1 ? weights.map((_, k) => k) : [];
}

/** target − out for out − target, or a delta with the other sign. */
function signs(network: SheetNetwork): Place[] {
  const last = network.layers.length - 1;
  const errors = isSoftmax(network)
    ? []
    : network.targets.map((_, k) =>
        at(errorName(network, last, k), outputErrorFormula(network, k, -errorFactor(network))),
      );
  const deltas = neurons(network).map(({ l, k }) =>
    at(
      deltaName(network, l, k),
      network.layers[l].activation === "softmax"
        ? (read) => network.targets[k] - read(outName(network, l, k))
        : (read) => -deltaFormula(network, l, k)(read),
    ),
  );
  return [...errors, ...deltas];
}

/** The ½ left out (or, of the mean squared error, put in): in the loss, in its gradient, or in both. */
function halves(network: SheetNetwork): Place[] {
  if (isSoftmax(network)) return [];
  const wrong = network.loss === "half-squared-error" ? 2 : 0.5;
  const terms = network.targets.map(
    (_, k) => [termName(network, k), termFormula(network, k, wrong * termFactor(network))] as const,
  );
  const errors = errorsWith(network, wrong);
  return [terms, errors, [...terms, ...errors]].map(throughout);
}

function termName({ targets }: SheetNetwork, k: number): string {
  return targets.length === 1 ? "E" : `E_o${k + 1}`;
}

/** ∂E/∂out of every output, by a factor wrong. */
function errorsWith(network: SheetNetwork, wrong: number): (readonly [string, Formula])[] {
  const last = network.layers.length - 1;
  return network.targets.map((_, k) => [
    errorName(network, last, k),
    outputErrorFormula(network, k, wrong * errorFactor(network)),
  ]);
}

/** E divided by the number of outputs; the gradient with it, or not. */
function means(network: SheetNetwork): Place[] {
  const count = network.targets.length;
  if (network.loss !== "half-squared-error" || count === 1) return [];
  const total = ["E", totalFormula(network, count)] as const;
  return [[total], [total, ...errorsWith(network, 1 / count)]].map(throughout);
}

/** A hidden layer's errors, all from the updated weights of the layer above. */
function earlyUpdates(network: SheetNetwork): Place[] {
  const updated = (l: number, k: number, j: number, read: Read) =>
    read(`${weightName(network, l + 1, k, j)}+`);
  return network.layers.slice(1).flatMap(({ trainable }, l) => {
    if (!trainable) return [];
    const formulas = network.layers[l].weights.map(
      (_, j) =>
        [
          errorName(network, l, j),
          hiddenErrorFormula(network, l, j, (k, read) => updated(l, k, j, read)),
        ] as const,
    );
    return [throughout(formulas)];
  });
}

/** The weight of row j and column k for that of row k and column j, where there is one. */
function transposedWeight({ layers }: SheetNetwork, l: number, k: number, j: number): number {
  const { weights } = layers[l];
  return weights[j]?.[k] ?? weights[k][j];
}

function transposedNets(network: SheetNetwork): Place[] {
  return neurons(network).map(({ l, k }) => {
    const row = network.layers[l].weights[k].map((_, j) => transposedWeight(network, l, k, j));
    return at(netName(network, l, k), netFormula(network, l, k, row));
  });
}

function transposedErrors(network: SheetNetwork): Place[] {
  return hidden(network).map(({ l, k: j }) =>
    at(
      errorName(network, l, j),
      hiddenErrorFormula(network, l, j, (k) => transposedWeight(network, l + 1, k, j)),
    ),
  );
}

/** A neighbour's number in one term of a net. */
function otherNets(network: SheetNetwork): Place[] {
  return neurons(network).flatMap(({ l, k }) => {
    const row = network.layers[l].weights[k];
    return row.flatMap((_, meant) =>
      others(row.length, meant).map((taken) => {
        const sources = row.map((_, j) => below(network, l, j === meant ? taken : j));
        return at(netName(network, l, k), netFormula(network, l, k, row, sources));
      }),
    );
  });
}

/** A neighbour's number in the gradient of a weight. */
function otherGradients(network: SheetNetwork): Place[] {
  return neurons(network).flatMap(({ l, k }) => {
    const { weights, trainable } = network.layers[l];
    if (!trainable) return [];
    return weights[k].flatMap((_, j) =>
      others(weights[k].length, j).map((taken) => {
        const source = below(network, l, taken);
        return at(
          `∂E/∂${weightName(network, l, k, j)}`,
          (read) => read(deltaName(network, l, k)) * source(read),
        );
      }),
    );
  });
}

/** Each update, with another learning rate. */
function updatesWith(network: SheetNetwork, rate: number): Place[] {
  return network.layers.flatMap((_, l) =>
    learned(network, l).map(({ name, value }) => at(`${name}+`, updateFormula(name, value, rate))),
  );
}

/** An output's delta or error as it is, for the error of a neuron in the last hidden layer. */
function outputErrors(network: SheetNetwork): Place[] {
  const last = network.layers.length - 1;
  const taken = network.targets.flatMap((_, k) => [
    deltaName(network, last, k),
    ...(isSoftmax(network) ? [] : [errorName(network, last, k)]),
  ]);
  return network.layers[last - 1].weights.flatMap((_, j) =>
    taken.map((name) => at(errorName(network, last - 1, j), (read) => read(name))),
  );
}

/** net/Σ net for e^net/Σ e^net. */
function shares(network: SheetNetwork): Place {
  const last = network.layers.length - 1;
  return throughout(
    network.targets.map(
      (_, k) => [outName(network, last, k), shareFormula(network, k, (net) => net)] as const,
    ),
  );
}
