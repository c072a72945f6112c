import {
  type ModelSpec,
  type OptimizerSpec,
  prepareData,
  randomStream,
  rawSamples,
  type Samples,
  samples,
} from "../../src/index.ts";
import { hasData, housing, mnist, optdigits, type Parts, spirals } from "./data.ts";

/** A training whose outcome somebody has published. */
export interface Experiment {
  readonly name: string;
  readonly settings: string;
  /** The figure, and whose it is. */
  readonly published: string;
  readonly metric: "accuracy" | "r2";
  /** At least; what is to be shown. */
  readonly goal: number;
  /** Whose figure is measured by another program, on the same samples. */
  readonly peer?: "scikit-learn";
  readonly epochs: number;
  readonly batchSize: number;
  available(): boolean;
  model(seed: number): ModelSpec;
  optimizer(batches: number): OptimizerSpec;
  parts(seed: number): Parts;
}

const always = (): boolean => true;
let digits: Parts | undefined;
const mnistOnce = (): Parts => {
  digits ??= mnist();
  return digits;
};

export const experiments: readonly Experiment[] = [
  {
    name: "Nielsen 784-30-10",
    settings: "sigmoid, half squared error, SGD η 3.0, batch 10, 30 epochs, 50,000 images",
    published: "95.42 % (Nielsen, chapter 1, the best of 30 epochs)",
    metric: "accuracy",
    goal: 0.95,
    epochs: 30,
    batchSize: 10,
    available: () => hasData("mnist"),
    // weights and biases from the standard normal distribution, as in his network.py
    model: (seed) => {
      const random = randomStream(seed, 77);
      const biases = (count: number) => Array.from({ length: count }, () => random.normal());
      const initializer = { name: "normal", deviation: 1 } as const;
      return {
        network: {
          inputs: 784,
          layers: [
            { dense: 30, activation: "sigmoid", initializer, bias: biases(30) },
            { dense: 10, activation: "sigmoid", initializer, bias: biases(10) },
          ],
        },
        loss: "half-squared-error",
      };
    },
    optimizer: () => ({ name: "sgd", learningRate: 3 }),
    parts: () => mnist(50_000),
  },
  {
    name: "784-800-10",
    settings: "relu, softmax cross-entropy, Adam 0.001 along a cosine, batch 128, 20 epochs",
    published: "98.4 % (Simard, Steinkraus, Platt, 2003, without distortions)",
    metric: "accuracy",
    goal: 0.983,
    epochs: 20,
    batchSize: 128,
    available: () => hasData("mnist"),
    model: () => ({
      network: { inputs: 784, layers: [{ dense: 800, activation: "relu" }, { dense: 10 }] },
      loss: "softmax-cross-entropy",
    }),
    optimizer: (batches) => ({
      name: "adam",
      learningRate: 0.001,
      schedule: { name: "cosine", over: 20, per: batches },
    }),
    parts: mnistOnce,
  },
  {
    name: "Keras 784-512-512-10",
    settings: "relu, dropout 0.2, softmax cross-entropy, RMSprop 0.001 (ρ 0.9, ε 1e-7), batch 128, 20 epochs",
    published: "98.40 % (Keras' mnist_mlp.py)",
    metric: "accuracy",
    goal: 0.982,
    epochs: 20,
    batchSize: 128,
    available: () => hasData("mnist"),
    model: () => {
      const hidden = { dense: 512, activation: "relu", initializer: "glorot-uniform" } as const;
      const layers = [hidden, { dropout: 0.2 }, hidden, { dropout: 0.2 }, { dense: 10 }];
      return { network: { inputs: 784, layers }, loss: "softmax-cross-entropy" };
    },
    optimizer: () => ({ name: "rmsprop", learningRate: 0.001, decay: 0.9, epsilon: 1e-7 }),
    parts: mnistOnce,
  },
  {
    name: "Keras convolution 32-64",
    settings:
      "3×3, relu, max pools of 2, dropout 0.5, softmax cross-entropy, Adam 0.001 (ε 1e-7), batch 128, 15 epochs",
    published: "99 % (Keras' mnist_convnet)",
    metric: "accuracy",
    goal: 0.989,
    epochs: 15,
    batchSize: 128,
    available: () => hasData("mnist"),
    model: () => {
      const seen = { kernel: 3, activation: "relu", initializer: "glorot-uniform" } as const;
      const layers = [
        { conv2d: 32, ...seen },
        { maxPool2d: 2 },
        { conv2d: 64, ...seen },
        { maxPool2d: 2 },
        { flatten: true },
        { dropout: 0.5 },
        { dense: 10 },
      ] as const;
      return { network: { inputs: [1, 28, 28], layers }, loss: "softmax-cross-entropy" };
    },
    optimizer: () => ({ name: "adam", learningRate: 0.001, epsilon: 1e-7 }),
    parts: mnistOnce,
  },
  {
    name: "784-128-10",
    settings:
      "relu, softmax cross-entropy, Adam 0.001 in a straight line to 0, batch 64, 8 epochs (examples/mnist.yaml)",
    published: "97.5 % (the goal of one command)",
    metric: "accuracy",
    goal: 0.975,
    epochs: 8,
    batchSize: 64,
    available: () => hasData("mnist"),
    model: () => ({
      network: { inputs: 784, layers: [{ dense: 128, activation: "relu" }, { dense: 10 }] },
      loss: "softmax-cross-entropy",
    }),
    optimizer: (batches) => ({
      name: "adam",
      learningRate: 0.001,
      schedule: { name: "linear", over: 8, per: batches },
    }),
    parts: mnistOnce,
  },
  {
    name: "optdigits 64-256-10",
    settings:
      "relu, softmax cross-entropy, labels smoothed by 0.1, AdamW 0.002 (λ 0.05) along a cosine, batch 32, 60 epochs",
    published: "98.00 % (nearest neighbour, optdigits.names)",
    metric: "accuracy",
    goal: 0.965,
    epochs: 60,
    batchSize: 32,
    available: () => hasData("optdigits"),
    model: () => ({
      network: { inputs: 64, layers: [{ dense: 256, activation: "relu" }, { dense: 10 }] },
      loss: { name: "softmax-cross-entropy", labelSmoothing: 0.1 },
    }),
    optimizer: (batches) => ({
      name: "adamw",
      weightDecay: 0.05,
      learningRate: 0.002,
      schedule: { name: "cosine", over: 60, per: batches },
    }),
    parts: optdigits,
  },
  {
    name: "two spirals 2-64-64-1",
    settings: "tanh, binary cross-entropy, Adam 0.01, batch 194, 4,000 epochs; training points",
    published: "100 % (Lang, Witbrock, 1988)",
    metric: "accuracy",
    goal: 1,
    epochs: 4000,
    batchSize: 194,
    available: always,
    model: () => ({
      network: {
        inputs: 2,
        layers: [{ dense: 64, activation: "tanh" }, { dense: 64, activation: "tanh" }, { dense: 1 }],
      },
      loss: "binary-cross-entropy-with-logits",
    }),
    optimizer: () => ({ name: "adam", learningRate: 0.01 }),
    parts: () => both(spirals()),
  },
  {
    name: "XOR 2-8-1",
    settings: "tanh, binary cross-entropy, Adam 0.05, batch 4, 1,000 epochs; training points",
    published: "100 % (Rumelhart, Hinton, Williams, 1986)",
    metric: "accuracy",
    goal: 1,
    epochs: 1000,
    batchSize: 4,
    available: always,
    model: () => ({
      network: { inputs: 2, layers: [{ dense: 8, activation: "tanh" }, { dense: 1 }] },
      loss: "binary-cross-entropy-with-logits",
    }),
    optimizer: () => ({ name: "adam", learningRate: 0.05 }),
    parts: () =>
      both(
        samples(
          [
            [0, 0],
            [0, 1],
            [1, 0],
            [1, 1],
          ],
          [[0], [1], [1], [0]],
        ),
      ),
  },
  {
    name: "California housing 8-64-64-1",
    settings: "relu, squared error, Adam 0.001, L2 0.0001, batch 200, 100 epochs; R²",
    published: "scikit-learn's MLPRegressor, same split",
    metric: "r2",
    goal: 0,
    peer: "scikit-learn",
    epochs: 100,
    batchSize: 200,
    available: () => hasData("california-housing"),
    // scikit-learn's: ½(target − out)² averaged over the samples, α/2 · Σ w² over the batch, Glorot's initialiser
    model: () => ({
      network: {
        inputs: 8,
        layers: [
          { dense: 64, activation: "relu", initializer: "glorot-uniform" },
          { dense: 64, activation: "relu", initializer: "glorot-uniform" },
          { dense: 1, initializer: "glorot-uniform" },
        ],
      },
      loss: "half-squared-error",
      regularization: { l2: 0.0001, reduction: "mean" },
    }),
    optimizer: () => ({ name: "adam", learningRate: 0.001 }),
    parts: (seed) => {
      const { inputs, targets } = housing();
      const raw = { ...rawSamples(samples(inputs, targets), "standard"), testFraction: 0.2 };
      const { train, test } = prepareData(raw, seed);
      return { train, test: test as Samples };
    },
  },
];

/** Where the points that are learnt are those that count. */
function both(all: Samples): Parts {
  return { train: all, test: all };
}
