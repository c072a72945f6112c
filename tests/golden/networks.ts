import type { OptimizerSpec } from "../../src/nn/optimizers.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";

/** Small networks that between them show everything an explanation can say. */
export interface GoldenNetwork {
  readonly title: string;
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly of: readonly string[];
  /** Steps taken before. */
  readonly step?: number;
}

const sgd: OptimizerSpec = { name: "sgd", learningRate: 0.5 };

export const networks: Readonly<Record<string, GoldenNetwork>> = {
  article: {
    title: "The article's network",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 2,
            activation: "sigmoid",
            weights: [
              [0.15, 0.2],
              [0.25, 0.3],
            ],
            bias: { shared: 0.35, trainable: false },
          },
          {
            dense: 2,
            activation: "sigmoid",
            weights: [
              [0.4, 0.45],
              [0.5, 0.55],
            ],
            bias: { shared: 0.6, trainable: false },
          },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.05, 0.1]],
    targets: [[0.01, 0.99]],
    of: ["w5", "w1", "b2"],
  },
  "one neuron": {
    title: "One linear neuron",
    model: {
      network: { inputs: 1, layers: [{ dense: 1, weights: [[2]], bias: 1 }] },
      loss: "mean-squared-error",
    },
    optimizer: { name: "sgd", learningRate: 0.1 },
    inputs: [[3]],
    targets: [[5]],
    of: ["all", "dE/di1", "net_o1", "E"],
  },
  "a batch": {
    title: "Two samples, added up",
    model: {
      network: {
        inputs: 2,
        layers: [{ dense: 1, activation: "sigmoid", weights: [[0.5, -0.25]], bias: 0.1 }],
      },
      loss: "binary-cross-entropy",
      reduction: "sum",
    },
    optimizer: sgd,
    inputs: [
      [1, 2],
      [-1, 0.5],
    ],
    targets: [[1], [0]],
    of: ["w1", "b1"],
  },
  "two hidden layers": {
    title: "relu, and a neuron that is dead",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 2,
            activation: "sigmoid",
            weights: [
              [5, 4],
              [0.25, 0.3],
            ],
            bias: 2,
          },
          {
            dense: 2,
            activation: "relu",
            weights: [
              [-0.4, 0.45],
              [0.5, -0.9],
            ],
          },
          { dense: 1, activation: "tanh", weights: [[1, 1]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: { name: "momentum", learningRate: 0.5 },
    inputs: [[0.5, 1]],
    targets: [[0.01]],
    of: ["w1", "w7", "delta_h1.1"],
    step: 1,
  },
  "softmax cross-entropy": {
    title: "Three classes",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 3,
            weights: [
              [0.1, -0.2],
              [0.3, 0.4],
              [-0.5, 0.25],
            ],
          },
        ],
      },
      loss: "softmax-cross-entropy",
    },
    optimizer: { name: "adam", learningRate: 0.01 },
    inputs: [
      [1, 2],
      [0.5, -1],
    ],
    targets: [
      [0, 1, 0],
      [1, 0, 0],
    ],
    of: ["w3"],
    step: 2,
  },
  "softmax with squared error": {
    title: "The whole Jacobian of the softmax",
    model: {
      network: {
        inputs: 1,
        layers: [{ dense: 2, activation: "softmax", weights: [[1], [-1]], bias: false }],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.5]],
    targets: [[1, 0]],
    of: ["w1"],
  },
  "smooth activations": {
    title: "gelu, silu and softplus",
    model: {
      network: {
        inputs: 1,
        layers: [
          { dense: 1, activation: "gelu", weights: [[0.8]], bias: 0.1 },
          { dense: 1, activation: "silu", weights: [[-1.5]], bias: 0.2 },
          { dense: 1, activation: "softplus", weights: [[0.7]], bias: false },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: { name: "rmsprop", learningRate: 0.01 },
    inputs: [[1.2]],
    targets: [[0.3]],
    of: ["w1"],
  },
  "leaky relu": {
    title: "leaky relu, with logits",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 2,
            activation: "leaky-relu",
            weights: [
              [1, -1],
              [-1, 1],
            ],
            bias: 0,
          },
          { dense: 1, weights: [[0.5, -0.5]], bias: { shared: 0.1 } },
        ],
      },
      loss: "binary-cross-entropy-with-logits",
    },
    optimizer: { name: "adamw", learningRate: 0.01 },
    inputs: [[2, 1]],
    targets: [[1]],
    of: ["w1", "w3", "b3"],
  },
  wide: {
    title: "More paths than anyone wants to see",
    model: {
      network: {
        inputs: 3,
        layers: [{ dense: 12, activation: "tanh" }, { dense: 12, activation: "tanh" }, { dense: 2 }],
      },
      loss: "mean-squared-error",
    },
    optimizer: { name: "nesterov", learningRate: 0.1 },
    inputs: [
      [1, 0.5, -0.5],
      [0.25, -1, 0.75],
      [-0.5, 0.5, 1],
    ],
    targets: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    of: ["w1", "b13"],
  },
  "weighted classes": {
    title: "Classes with weights, labels smoothed",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 2,
            weights: [
              [0.4, 0.45],
              [0.5, 0.55],
            ],
            bias: 0,
          },
        ],
      },
      loss: { name: "softmax-cross-entropy", labelSmoothing: 0.1, classWeights: [1, 3] },
    },
    optimizer: sgd,
    inputs: [
      [1, 2],
      [-1, 0.5],
    ],
    targets: [
      [0, 1],
      [1, 0],
    ],
    of: ["w1", "b2"],
  },
  "absolute errors": {
    title: "Huber's loss, and weights kept small",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 2,
            weights: [
              [0.5, -1],
              [2, 0.25],
            ],
            bias: false,
          },
        ],
      },
      loss: { name: "huber", delta: 0.5 },
      regularization: { l1: 0.01, l2: 0.1 },
    },
    optimizer: { name: "lion", learningRate: 0.01, weightDecay: 0.1 },
    inputs: [[1, 2]],
    targets: [[-1.25, 1]],
    of: ["w1", "w4"],
  },
  "a schedule": {
    title: "A rate along a cosine, gradients shortened, two batches an update",
    model: {
      network: { inputs: 1, layers: [{ dense: 1, weights: [[2]], bias: 1 }] },
      loss: "log-cosh",
    },
    optimizer: {
      name: "adamax",
      learningRate: 0.1,
      schedule: { name: "cosine", over: 10, warmUp: 3 },
      clip: { norm: 0.5 },
      accumulate: 2,
    },
    inputs: [[3]],
    targets: [[5]],
    of: ["w1"],
    step: 3,
  },
  "hostile title": {
    title: "<script>alert(1)</script> $x_1$ \\input{a} 100 % | {y} שלום ＡＢＣ",
    model: {
      network: { inputs: 1, layers: [{ dense: 1, activation: "sigmoid", weights: [[1]], bias: false }] },
      loss: "half-squared-error",
    },
    optimizer: { name: "adagrad", learningRate: 0.1 },
    inputs: [[1]],
    targets: [[0]],
    of: ["w1"],
  },
  "convolution and max pool": {
    title: "A kernel moves over a picture, and only the largest of each window counts",
    model: {
      network: {
        inputs: [1, 4, 4],
        layers: [
          {
            conv2d: 1,
            kernel: 3,
            padding: "same",
            activation: "relu",
            weights: [
              [
                [
                  [0.1, 0.2, 0.3],
                  [-0.1, 0.4, 0.1],
                  [0.2, -0.3, 0.1],
                ],
              ],
            ],
            bias: [0.15],
          },
          { maxPool2d: 2 },
          { flatten: true },
          { dense: 1, weights: [[0.5, -0.4, 0.3, 0.6]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.1, 0.5, 0.9, 0.3, 0.7, 0.2, 0.4, 0.6, 0.8, 0.1, 0.5, 0.3, 0.2, 0.9, 0.6, 0.4]],
    targets: [[1]],
    of: [
      "net_h1[1,2,2]",
      "layers.1.weight[1,1,2,2]",
      "layers.1.bias[1]",
      "dE/dout_h1[1,2,2]",
      "dE/dout_h1[1,1,1]",
    ],
  },
  "convolution with stride": {
    title: "Two kernels in two groups over a row, every second position left out",
    model: {
      network: {
        inputs: [2, 6],
        layers: [
          {
            conv1d: 2,
            kernel: 2,
            stride: 2,
            dilation: 2,
            groups: 2,
            activation: "tanh",
            weights: [[[0.3, -0.2]], [[0.5, 0.1]]],
          },
          { averagePool1d: 2 },
          { flatten: true },
          { dense: 1, weights: [[0.7, -0.6]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.1, 0.5, 0.9, 0.3, 0.7, 0.2, 0.4, 0.6, 0.8, 0.1, 0.5, 0.3]],
    targets: [[0.5]],
    of: ["net_h1[2,2]", "out_h2[1,1]", "layers.1.weight[2,1,2]", "dE/di[1,3]"],
  },
  "average pool": {
    title: "Windows that overlap, averaged; those at the edge over what is inside",
    model: {
      network: {
        inputs: [1, 3, 3],
        layers: [
          { activate: "sigmoid" },
          { averagePool2d: 2, stride: 1, padding: 1 },
          { maxPool2d: [2, 4], stride: [2, 1] },
          { flatten: true },
          { dense: 1, weights: [[0.4, -0.3]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.1, 0.5, 0.9, 0.3, 0.7, 0.2, 0.4, 0.6, 0.8]],
    targets: [[0.5]],
    of: ["out_h2[1,1,2]", "out_h2[1,2,2]", "dE/di[1,2,2]", "dE/di[1,3,3]"],
  },
  "max pool with padding": {
    title: "What lies outside is never the largest",
    model: {
      network: {
        inputs: [1, 4],
        layers: [
          { maxPool1d: 3, stride: 2, padding: 1 },
          { flatten: true },
          { dense: 1, weights: [[0.4, -0.3]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[-0.4, -0.2, -0.2, -0.6]],
    targets: [[0.5]],
    of: ["out_h1[1,1]", "out_h1[1,2]", "dE/di[1,2]", "dE/di[1,3]"],
  },
  "global max pool": {
    title: "Each channel by its largest number",
    model: {
      network: {
        inputs: [2, 1, 3],
        layers: [{ globalMaxPool: true }, { dense: 1, weights: [[0.4, -0.3]] }],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.1, 0.5, 0.2, 0.3, 0.7, 0.7]],
    targets: [[0.5]],
    of: ["out_h1", "dE/di[1,1,2]", "dE/di[2,1,2]", "dE/di[2,1,3]"],
  },
  "global average pool": {
    title: "Each channel by its mean",
    model: {
      network: {
        inputs: 4,
        layers: [
          { reshape: [2, 1, 2] },
          {
            conv2d: 2,
            kernel: 1,
            weights: [
              [[[0.5]], [[-0.5]]],
              [[[0.2]], [[0.3]]],
            ],
            bias: false,
          },
          { globalAveragePool: true },
          { dense: 1, weights: [[0.4, -0.3]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.1, 0.5, 0.3, 0.7]],
    targets: [[0.5]],
    of: ["out_h3.2", "layers.2.weight[2,1,1,1]", "dE/di3"],
  },
  "a kernel seen often": {
    title: "A gradient with more terms than are shown",
    model: {
      network: {
        inputs: [1, 5, 5],
        layers: [
          {
            conv2d: 1,
            kernel: 2,
            activation: "tanh",
            weights: [
              [
                [
                  [0.3, -0.2],
                  [0.1, 0.4],
                ],
              ],
            ],
          },
          { flatten: true },
          { dense: 1, initializer: "glorot-normal" },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [Array.from({ length: 25 }, (_, i) => ((i * 7) % 11) / 10)],
    targets: [[0.5]],
    of: ["layers.1.weight[1,1,1,2]"],
  },
  dropout: {
    title: "What the mask leaves out, and how the rest is made larger for it",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 3,
            activation: "sigmoid",
            weights: [
              [0.15, 0.2],
              [0.25, 0.3],
              [-0.4, 0.1],
            ],
            bias: 0.35,
          },
          { dropout: 0.5 },
          { dense: 1, weights: [[0.4, 0.45, -0.3]], bias: 0.6 },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.05, 0.1]],
    targets: [[0.01]],
    of: ["w1", "w5", "out_h2.1", "layers.2.step⁺"],
    step: 2,
  },
  "batch normalisation": {
    title: "Three samples, each feature made comparable",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 1,
            weights: [[0.4, -0.3]],
            bias: false,
          },
          { batchNorm: true, scale: [1.5], shift: [0.2] },
          { dense: 1, weights: [[0.7]], bias: 0.1 },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [
      [0.5, 0.1],
      [-0.3, 0.8],
      [0.9, -0.4],
    ],
    targets: [[1], [0], [0.5]],
    of: [
      "w1",
      "layers.2.scale[1]",
      "layers.2.shift[1]",
      "dE/dnet_h1.1#2",
      "layers.2.runningMean[1]⁺",
      "layers.2.runningVariance[1]⁺",
    ],
  },
  "layer normalisation": {
    title: "One sample, its numbers made comparable",
    model: {
      network: {
        inputs: 3,
        layers: [
          { layerNorm: "last", scale: [1.5, 0.5, 1] },
          { dense: 1, weights: [[0.7, -0.2, 0.4]], bias: 0.1 },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.5, 0.1, -0.4]],
    targets: [[1]],
    of: ["dE/di1", "layers.1.scale[1]", "layers.1.shift[3]"],
  },
  "residual and branches": {
    title: "A layer that adds what came in, and a branch beside it",
    model: {
      network: {
        inputs: 2,
        layers: [
          {
            dense: 2,
            activation: "tanh",
            name: "start",
            weights: [
              [0.5, -0.3],
              [0.2, 0.8],
            ],
            bias: false,
          },
          {
            dense: 2,
            activation: "sigmoid",
            weights: [
              [0.4, -0.6],
              [0.7, 0.1],
            ],
            bias: [0.1, -0.2],
          },
          { add: ["start", 2] },
          { dense: 1, from: "input", weights: [[0.3, -0.5]], bias: false },
          { concat: [3, 4] },
          { dense: 1, weights: [[0.6, -0.4, 0.9]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.5, -1]],
    targets: [[0.4]],
    of: ["out_h3.1", "out_h5.3", "dE/dout_h1.1", "w1", "w9", "dE/di1"],
  },
  "simple rnn": {
    title: "One weight, used at each of three steps: its gradient is a sum over time",
    model: {
      network: {
        inputs: [3, 1],
        layers: [
          {
            rnn: 1,
            weights: { input: [[0.5]], hidden: [[-0.8]] },
            bias: { input: [0.1], hidden: [0] },
          },
          { dense: 1, weights: [[0.7]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.5, -1, 0.8]],
    targets: [[0.4]],
    of: ["net_h[2,1]", "layers.1.hiddenWeight[1,1]", "layers.1.inputWeight[1,1]", "dE/di[1,1]"],
  },
  lstm: {
    title: "A memory cell behind gates, two steps in time",
    model: {
      network: {
        inputs: [2, 1],
        layers: [
          {
            lstm: 1,
            weights: { input: [[0.6], [-0.4], [0.9], [0.3]], hidden: [[0.2], [0.5], [-0.7], [0.8]] },
            bias: { input: [0, 1, 0, 0], hidden: [0.1, 0, -0.1, 0] },
          },
          { dense: 1, weights: [[0.7]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.5, -1]],
    targets: [[0.4]],
    of: ["c_h[2,1]", "layers.1.hiddenWeight[2,1]", "layers.1.inputWeight[3,1]", "dE/dc_h[1,1]"],
  },
  gru: {
    title: "A gated unit, all its steps put out",
    model: {
      network: {
        inputs: [2, 1],
        layers: [
          {
            gru: 1,
            returnSequences: true,
            weights: { input: [[0.6], [-0.4], [0.9]], hidden: [[0.2], [0.5], [-0.7]] },
            bias: { input: [0, 0.2, 0], hidden: [0.1, 0, -0.1] },
          },
          { flatten: true },
          { dense: 1, weights: [[0.7, -0.5]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.5, -1]],
    targets: [[0.4]],
    of: ["out_h1[2,1]", "layers.1.hiddenWeight[3,1]", "layers.1.hiddenBias[3]", "dE/dout_h1[1,1]"],
  },
  embedding: {
    title: "Words as rows of a table: one of them stands twice",
    model: {
      network: {
        inputs: 3,
        layers: [
          {
            embedding: 2,
            classes: 4,
            weights: [
              [0.1, -0.2],
              [0.3, 0.4],
              [-0.5, 0.25],
              [0.6, -0.1],
            ],
          },
          { flatten: true },
          { dense: 1, weights: [[0.7, -0.6, 0.2, 0.5, -0.3, 0.4]], bias: 0.1 },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[2, 0, 2]],
    targets: [[1]],
    of: ["layers.1.weight[3,1]", "layers.1.weight[1,2]", "layers.1.weight[2,1]", "out_h1[3,2]", "dE/di1"],
  },
  attention: {
    title: "Two steps that look at each other, the first not ahead",
    model: {
      network: {
        inputs: [2, 1],
        layers: [
          {
            attention: 1,
            causal: true,
            weights: { in: [[0.8], [0.5], [-0.6]], out: [[0.9]] },
            bias: { in: [0.1, 0.2, 0], out: [0.05] },
          },
          { flatten: true },
          { dense: 1, weights: [[0.7, -0.5]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.5, -1]],
    targets: [[0.4]],
    of: [
      "score_h1[1,2,1]",
      "share_h1[1,2,1]",
      "layers.1.inWeight[3,1]",
      "layers.1.inWeight[2,1]",
      "dE/di[1,1]",
    ],
  },
  positions: {
    title: "What tells the steps apart is added to them",
    model: {
      network: {
        inputs: [2, 2],
        layers: [
          { positions: "sinusoidal" },
          { flatten: true },
          { dense: 1, weights: [[0.7, -0.5, 0.2, 0.4]] },
        ],
      },
      loss: "half-squared-error",
    },
    optimizer: sgd,
    inputs: [[0.5, -1, 0.2, 0.3]],
    targets: [[0.4]],
    of: ["out_h1[2,2]", "w4", "dE/di[2,2]"],
  },
};
