import type { ActivationName } from "../../src/nn/activations.ts";
import { everyKind } from "../../src/nn/every-kind.ts";
import type { LayerName } from "../../src/nn/layers/index.ts";
import { shapesOf } from "../../src/nn/shapes.ts";
import type { LayerSpec, NetworkSpec } from "../../src/nn/spec.ts";
import { InputError } from "../../src/tensor/error.ts";
import { type Random, randomStream } from "../../src/tensor/random.ts";
import { type Shape, sizeOf } from "../../src/tensor/shape.ts";

const activations: readonly ActivationName[] = [
  "linear",
  "sigmoid",
  "tanh",
  "relu",
  "leaky-relu",
  "softplus",
  "gelu",
  "silu",
];

/** What may be put behind something of a shape; whether it fits is tried out. */
const drafts: { readonly [N in LayerName]: (random: Random, input: Shape) => LayerSpec } = {
  dense: (random) => ({
    dense: some(random, 6),
    activation: oneOf(random, activations),
    bias: biasOf(random),
  }),
  conv1d: (random, [channels]) => ({
    conv1d: 2 * some(random, 2),
    kernel: some(random, 3),
    ...windows(random, channels),
  }),
  conv2d: (random, [channels]) => ({
    conv2d: 2 * some(random, 2),
    kernel: some(random, 3),
    ...windows(random, channels),
  }),
  maxPool1d: (random) => ({ maxPool1d: some(random, 2), stride: some(random, 2), padding: "same" }),
  maxPool2d: (random) => ({ maxPool2d: [some(random, 2), 2], stride: some(random, 2) }),
  averagePool1d: (random) => ({ averagePool1d: 2, padding: oneOf(random, ["same", 1, 0] as const) }),
  averagePool2d: (random) => ({ averagePool2d: 2, padding: oneOf(random, ["same", 1, 0] as const) }),
  globalMaxPool: () => ({ globalMaxPool: true }),
  globalAveragePool: () => ({ globalAveragePool: true }),
  dropout: () => ({ dropout: 0.3 }),
  batchNorm: (random) => ({ batchNorm: true, ...affine(random) }),
  layerNorm: (random) => ({ layerNorm: oneOf(random, ["last", "all"] as const), ...affine(random) }),
  embedding: (random) => ({ embedding: some(random, 3), classes: 4 }),
  flatten: () => ({ flatten: true }),
  reshape: (_random, input) => ({ reshape: [...input].reverse() }),
  activate: (random) => ({ activate: oneOf(random, [...activations, "softmax"] as const) }),
  add: (_random, _input) => ({ add: [1, 1] }),
  concat: (random) => ({ concat: [1, 1], axis: oneOf(random, [1, 2]) }),
  rnn: (random) => ({
    rnn: some(random, 3),
    activation: oneOf(random, ["tanh", "relu"] as const),
    ...recurrent(random),
  }),
  lstm: (random) => ({ lstm: some(random, 3), ...recurrent(random) }),
  gru: (random) => ({ gru: some(random, 3), ...recurrent(random) }),
  attention: (random, input) => ({
    attention: input[1] % 2 === 0 ? 2 : 1,
    causal: random.uniform() < 0.5,
    bias: random.uniform() < 0.7,
  }),
  positions: () => ({ positions: "sinusoidal" }),
};

const inputShapes: readonly Shape[] = [[5], [4, 3], [6, 2], [2, 5, 6], [1, 4, 4]];

/** A network with a layer of the given kind, others before and behind it, and a row of outputs. */
export function randomNetwork(kind: LayerName, seed: number): NetworkSpec {
  const random = randomStream(seed, 77);
  for (let attempt = 0; attempt < 1000; attempt++) {
    const inputs = kind === "embedding" ? [5] : oneOf(random, inputShapes);
    const others = Object.keys(drafts).filter((name) => name !== "embedding") as LayerName[];
    const before =
      kind === "embedding" ? [] : Array.from({ length: random.integer(3) }, () => oneOf(random, others));
    const behind = Array.from({ length: random.integer(2) }, () => oneOf(random, others));
    const network = networkOf(inputs, [...before, kind, ...behind], random);
    if (network) return network;
  }
  throw new Error(`no network with ${kind} was found`);
}

/** Undefined where layers do not fit. */
function networkOf(inputs: Shape, names: readonly LayerName[], random: Random): NetworkSpec | undefined {
  const layers: LayerSpec[] = [];
  try {
    for (const name of names) {
      const shape = layers.length === 0 ? inputs : (shapesOf({ inputs, layers }, everyKind).at(-1) as Shape);
      if ((name === "add" || name === "concat") && layers.length === 0) layers.push({ activate: "tanh" });
      const draft = drafts[name](random, shape);
      const from = layers.length;
      layers.push(
        "add" in draft
          ? { add: [from, from] }
          : "concat" in draft
            ? { ...draft, concat: [from, from] }
            : draft,
      );
      shapesOf({ inputs, layers }, everyKind);
    }
    const shape = shapesOf({ inputs, layers }, everyKind).at(-1) as Shape;
    if (sizeOf(shape) > 400) return undefined;
    layers.push({ flatten: true }, { dense: 3 });
    shapesOf({ inputs, layers }, everyKind);
    return { inputs, layers };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function some(random: Random, most: number): number {
  return 1 + random.integer(most);
}

function oneOf<T>(random: Random, all: readonly T[]): T {
  return all[random.integer(all.length)];
}

function biasOf(random: Random): false | { shared: number } | number {
  return oneOf(random, [false, { shared: 0.3 }, 0.1, -0.2] as const);
}

function windows(random: Random, channels: number) {
  return {
    stride: some(random, 2),
    padding: oneOf(random, ["same", 0] as const),
    dilation: some(random, 2),
    groups: channels % 2 === 0 && random.uniform() < 0.5 ? 2 : 1,
    activation: oneOf(random, activations),
    bias: biasOf(random),
  };
}

function affine(random: Random): { readonly scale?: false; readonly shift?: false } {
  return {
    ...(random.uniform() < 0.2 && { scale: false as const }),
    ...(random.uniform() < 0.2 && { shift: false as const }),
  };
}

function recurrent(random: Random) {
  return { returnSequences: random.uniform() < 0.6, bias: random.uniform() < 0.8 };
}
