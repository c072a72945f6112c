import type { Competitor, Training } from "../competitor.ts";
import type { Problem } from "../problem.ts";
import { load, versionOf } from "./peer.ts";

/** brain.js 1.6 as far as it is used here. */
interface NeuralNetwork {
  sizes: number[];
  readonly weights: Float32Array[][];
  readonly biases: Float32Array[];
  /** Of the output layer: target − output. */
  readonly errors: Float32Array[];
  readonly trainOpts: { learningRate: number; momentum: number };
  initialize(): void;
  setActivation(): void;
  trainPattern(value: { input: ArrayLike<number>; output: ArrayLike<number> }): void;
}

interface Brain {
  NeuralNetwork: new (options: { activation: string }) => NeuralNetwork;
}

export const competitors: readonly Competitor[] = [
  {
    id: "brain",
    name: "brain.js",
    // it keeps parameters in Float32Arrays, and calculates between them in float64
    widths: { P1: "f32" },
    threads: [1],
    alwaysTrainsBiases: true,
    inJavaScript: true,
    available: async () => versionOf("brain.js"),
    prepare,
  },
];

async function prepare({ layers, inputs, targets, learningRate }: Problem): Promise<Training> {
  const { NeuralNetwork } = await load<Brain>("brain.js");
  const net = new NeuralNetwork({ activation: "sigmoid" });
  net.sizes = [layers[0].inputs, ...layers.map(({ outputs }) => outputs)];
  net.initialize();
  net.setActivation();
  // its setter refuses a momentum of 0
  Object.assign(net.trainOpts, { learningRate, momentum: 0 });
  for (const [i, { inputs: width, weight, bias }] of layers.entries()) {
    net.biases[i + 1].set(bias);
    for (const [j, row] of net.weights[i + 1].entries()) row.set(weight.subarray(j * width, (j + 1) * width));
  }
  const pattern = { input: Float32Array.from(inputs), output: Float32Array.from(targets) };
  return {
    threads: 1,
    step(count) {
      for (let n = 0; n < count; n++) net.trainPattern(pattern);
    },
    parameters: () =>
      layers.flatMap((_, i) => [net.weights[i + 1].flatMap((row) => [...row]), net.biases[i + 1]]),
    loss: () => net.errors[layers.length].reduce((sum, error) => sum + error ** 2 / 2, 0),
  };
}
