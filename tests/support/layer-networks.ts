import type { ActivationName } from "../../src/nn/activations.ts";
import type { NetworkSpec } from "../../src/nn/spec.ts";
import { activationNames } from "./random-network.ts";

/** Small networks that have, between them, every kind of layer in every form that its graph takes. */
export const layerNetworks: Readonly<Record<string, NetworkSpec>> = {
  dense: { inputs: 5, layers: [{ dense: 4, activation: "tanh" }, { dense: 3 }] },
  "dense without bias": {
    inputs: 5,
    layers: [
      { dense: 4, bias: false },
      { dense: 3, bias: false },
    ],
  },
  "dense with a shared bias": { inputs: 5, layers: [{ dense: 4, bias: { shared: 0.3 } }] },
  ...Object.fromEntries(activationNames.map((name) => [`dense with ${name}`, dense(name)])),
  activate: { inputs: 4, layers: [{ activate: "sigmoid" }, { dense: 3 }, { activate: "softmax" }] },
  conv1d: flat([2, 9], { conv1d: 3, kernel: 3, stride: 2, padding: 1, activation: "relu" }),
  conv2d: flat([2, 6, 7], { conv2d: 3, kernel: [3, 2], padding: 1, activation: "tanh" }),
  "conv2d with stride, dilation and the same extents": flat([3, 7, 6], {
    conv2d: 4,
    kernel: 3,
    dilation: [1, 2],
    padding: "same",
    bias: false,
  }),
  "conv2d with groups": flat([4, 5, 5], { conv2d: 6, kernel: 2, groups: 2 }),
  "conv2d over one place": flat([3, 4, 4], { conv2d: 2, kernel: 1, bias: { shared: 0.1 } }),
  maxPool1d: flat([2, 9], { maxPool1d: 3, stride: 2, padding: 1 }),
  maxPool2d: flat([2, 6, 7], { maxPool2d: 2 }),
  "maxPool2d with padding": flat([2, 6, 7], { maxPool2d: [3, 2], stride: [1, 2], padding: 1 }),
  averagePool1d: flat([2, 9], { averagePool1d: 3, padding: 1 }),
  averagePool2d: flat([2, 6, 7], { averagePool2d: 3, stride: 2, padding: 1 }),
  globalMaxPool: { inputs: [3, 4, 5], layers: [{ globalMaxPool: true }, { dense: 2 }] },
  globalAveragePool: { inputs: [3, 6], layers: [{ globalAveragePool: true }, { dense: 2 }] },
  reshape: {
    inputs: 12,
    layers: [{ reshape: [3, 4] }, { activate: "tanh" }, { flatten: true }, { dense: 2 }],
  },
  dropout: { inputs: 6, layers: [{ dense: 5 }, { dropout: 0.4 }, { dense: 2 }] },
  batchNorm: { inputs: 6, layers: [{ dense: 5 }, { batchNorm: true }, { dense: 2 }] },
  "batchNorm of channels": flat([2, 4, 4], { conv2d: 3, kernel: 2 }, { batchNorm: true }),
  "layerNorm over the last axis": flat([3, 5], { layerNorm: "last" }),
  "layerNorm over all": flat([3, 5], { layerNorm: "all" }),
  embedding: { inputs: 4, layers: [{ embedding: 3, classes: 5 }, { flatten: true }, { dense: 2 }] },
  rnn: { inputs: [5, 3], layers: [{ rnn: 4 }, { dense: 2 }] },
  lstm: { inputs: [4, 3], layers: [{ lstm: 3, returnSequences: true }, { lstm: 2 }] },
  gru: { inputs: [4, 3], layers: [{ gru: 3, returnSequences: true }, { flatten: true }] },
  "lstm without bias": { inputs: [4, 3], layers: [{ lstm: 3, bias: false }] },
  "attention and positions": flat([4, 6], { positions: "sinusoidal" }, { attention: 2 }),
  "causal attention": flat([5, 4], { attention: 2, causal: true }),
  add: {
    inputs: 4,
    layers: [
      { dense: 4, activation: "tanh", name: "start" },
      { dense: 4 },
      { add: ["start", 2] },
      { dense: 2 },
    ],
  },
  concat: {
    inputs: 4,
    layers: [
      { dense: 3, name: "one" },
      { dense: 2, from: "input", name: "two" },
      { concat: ["one", "two", "input"] },
      { dense: 2 },
    ],
  },
  "concat of channels": {
    inputs: [2, 4, 4],
    layers: [{ conv2d: 3, kernel: 3, padding: 1 }, { concat: [1, "input"] }, { flatten: true }],
  },
};

function dense(activation: ActivationName): NetworkSpec {
  return {
    inputs: 5,
    layers: [
      { dense: 4, activation },
      { dense: 3, activation },
    ],
  };
}

/** Layers with flatten and a dense one behind them. */
function flat(inputs: readonly number[], ...layers: NetworkSpec["layers"]): NetworkSpec {
  return { inputs, layers: [...layers, { flatten: true }, { dense: 3 }] };
}
