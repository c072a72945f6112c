import type { FindingKind, ModelSpec, OptimizerSpec, TrainOptions } from "../../src/index.ts";

/** A training in which one thing is off, and what is to be said of it. */
export interface Failure {
  readonly kind: FindingKind;
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly validation?: {
    readonly inputs: readonly (readonly number[])[];
    readonly targets: readonly (readonly number[])[];
  };
  readonly training: TrainOptions;
  /** Where it is. */
  readonly layer?: string;
  readonly about: readonly string[];
  /** What else is bound to be found with it. */
  readonly also?: readonly FindingKind[];
}

/** Numbers about 1 that follow no line: sin and cos of whole numbers. */
const points = (count: number): number[][] =>
  Array.from({ length: count }, (_, i) => [1.4 * Math.sin(1.7 * i + 0.4), 1.4 * Math.cos(2.3 * i)]);
const COUNT = 24;
const inputs = points(COUNT);
const sides = inputs.map(([a, b]) => [a + b > 0 ? 1 : 0]);
const heights = inputs.map(([a, b]) => [0.6 * a - 0.3 * b]);
const sgd = (learningRate: number): OptimizerSpec => ({ name: "sgd", learningRate });
const network = (...layers: ModelSpec["network"]["layers"]): ModelSpec["network"] => ({ inputs: 2, layers });
const fitting = network({ dense: 4, activation: "tanh" }, { dense: 1 });
const epochs = (count: number): TrainOptions => ({ epochs: count });
/** Noise that nobody can guess: the fractional part of a large multiple. */
const noise = (i: number): number => ((i * 7919.37) % 2) - 1;

export const failures: Readonly<Record<string, Failure>> = {
  "not finite": {
    kind: "not-finite",
    model: { network: network({ dense: 1, weights: [[1.5, 1.5]] }), loss: "half-squared-error" },
    optimizer: sgd(0.1),
    inputs: [
      [1e308, 1e308],
      [1, 2],
    ],
    targets: [[1], [2]],
    training: epochs(5),
    layer: "layers.1",
    about: ["net_o1#1"],
    also: ["unscaled-features"],
  },
  "loss rising": {
    kind: "loss-rising",
    model: { network: network({ dense: 1 }), loss: "half-squared-error" },
    optimizer: sgd(2.5),
    inputs,
    targets: heights,
    training: epochs(20),
    about: [],
    also: ["rate-too-high", "not-finite"],
  },
  "loss oscillating": {
    kind: "loss-oscillating",
    model: {
      network: { inputs: 1, layers: [{ dense: 1, weights: [[0]], bias: false }] },
      loss: "absolute-error",
    },
    optimizer: sgd(0.95),
    inputs: [[1], [1]],
    targets: [[1], [1]],
    training: epochs(40),
    about: [],
  },
  "loss not falling": {
    kind: "loss-not-falling",
    model: {
      network: network({ dense: 2, activation: "tanh" }, { dense: 1, weights: [[0, 0]] }),
      loss: "half-squared-error",
    },
    optimizer: sgd(0.01),
    inputs: inputs.flatMap((row) => [row, row]),
    targets: inputs.flatMap(() => [[1], [-1]]),
    training: { epochs: 40, batchSize: 6, shuffle: true },
    about: [],
  },
  "rate too high": {
    kind: "rate-too-high",
    model: { network: fitting, loss: "half-squared-error" },
    optimizer: { name: "adam", learningRate: 5 },
    inputs,
    targets: heights,
    training: epochs(30),
    about: [],
    also: ["loss-rising", "saturated-units", "loss-oscillating", "loss-not-falling"],
  },
  "rate too low": {
    kind: "rate-too-low",
    model: { network: fitting, loss: "half-squared-error" },
    optimizer: sgd(1e-6),
    inputs,
    targets: heights,
    training: epochs(60),
    about: [],
    also: ["loss-not-falling"],
  },
  "gradients vanishing": {
    kind: "gradients-vanishing",
    model: {
      network: network(...Array.from({ length: 7 }, () => ({ dense: 3, activation: "sigmoid" }) as const), {
        dense: 1,
      }),
      loss: "half-squared-error",
    },
    optimizer: sgd(0.1),
    inputs,
    targets: heights,
    training: epochs(20),
    layer: "layers.1",
    about: ["layers.8"],
  },
  "gradients exploding": {
    kind: "gradients-exploding",
    model: {
      network: network(
        ...Array.from(
          { length: 5 },
          () =>
            ({ dense: 8, activation: "leaky-relu", initializer: { name: "normal", deviation: 3 } }) as const,
        ),
        { dense: 1, initializer: { name: "normal", deviation: 3 } },
      ),
      loss: "half-squared-error",
    },
    optimizer: sgd(1e-20),
    inputs,
    targets: heights,
    training: epochs(5),
    layer: "layers.1",
    about: ["layers.6"],
  },
  "dead units": {
    kind: "dead-units",
    model: {
      network: network(
        {
          dense: 3,
          activation: "relu",
          weights: [
            [1, 0.5],
            [0.8, -0.9],
            [-0.7, 0.6],
          ],
          bias: [-5, 0.1, 0.1],
        },
        { dense: 1 },
      ),
      loss: "half-squared-error",
    },
    optimizer: sgd(0.1),
    inputs,
    targets: heights,
    training: epochs(20),
    layer: "layers.1",
    about: ["h1"],
  },
  "saturated units": {
    kind: "saturated-units",
    model: {
      network: network(
        {
          dense: 2,
          activation: "tanh",
          weights: [
            [0.5, 0.4],
            [0.9, -0.6],
          ],
          bias: [9, 0.1],
        },
        { dense: 1 },
      ),
      loss: "half-squared-error",
    },
    optimizer: sgd(0.1),
    inputs,
    targets: heights,
    training: epochs(20),
    layer: "layers.1",
    about: ["h1"],
  },
  "constant feature": {
    kind: "constant-feature",
    model: {
      network: { inputs: 3, layers: [{ dense: 4, activation: "tanh" }, { dense: 1 }] },
      loss: "half-squared-error",
    },
    optimizer: sgd(0.1),
    inputs: inputs.map(([a, b]) => [a, 0, b]),
    targets: heights,
    training: epochs(20),
    about: ["i2"],
  },
  "unscaled features": {
    kind: "unscaled-features",
    model: {
      network: network({ dense: 4, activation: "leaky-relu" }, { dense: 1 }),
      loss: "half-squared-error",
    },
    optimizer: sgd(1e-7),
    inputs: inputs.map(([a, b]) => [1000 * a, b]),
    targets: heights,
    training: epochs(20),
    about: ["i1", "i2"],
    also: ["rate-too-low"],
  },
  "targets out of reach": {
    kind: "targets-out-of-reach",
    model: {
      network: network({ dense: 4, activation: "tanh" }, { dense: 1, activation: "sigmoid" }),
      loss: "half-squared-error",
    },
    optimizer: sgd(0.1),
    inputs,
    targets: inputs.map(([a]) => [a > 0 ? 3 : 0]),
    training: epochs(20),
    layer: "layers.2",
    about: ["target_o1"],
  },
  "classes out of balance": {
    kind: "classes-unbalanced",
    model: {
      network: network({ dense: 4, activation: "tanh" }, { dense: 1 }),
      loss: "binary-cross-entropy-with-logits",
    },
    optimizer: sgd(0.1),
    inputs: points(80),
    targets: points(80).map((_, i) => [i === 17 ? 1 : 0]),
    training: epochs(20),
    about: ["1"],
  },
  "over-fitting": {
    kind: "over-fitting",
    model: { network: network({ dense: 24, activation: "tanh" }, { dense: 1 }), loss: "half-squared-error" },
    optimizer: { name: "adam", learningRate: 0.03 },
    inputs,
    targets: inputs.map(([a], i) => [0.5 * a + noise(i)]),
    validation: {
      inputs: points(60).slice(COUNT),
      targets: points(60)
        .slice(COUNT)
        .map(([a], i) => [0.5 * a + noise(i + 100)]),
    },
    training: epochs(300),
    about: [],
  },
};

/** In which nothing is off. */
export const healthy: Omit<Failure, "kind" | "about"> = {
  model: { network: fitting, loss: "binary-cross-entropy-with-logits" },
  optimizer: { name: "adam", learningRate: 0.02 },
  inputs,
  targets: sides,
  training: epochs(100),
};
