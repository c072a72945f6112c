import { fileURLToPath } from "node:url";
import { createSession, prepareData, type Random, randomStream } from "../src/index.ts";
import { loadExample } from "../src/node/index.ts";
import type { Layer, Problem, ProblemId } from "./problem.ts";

const ARTICLE = fileURLToPath(new URL("../examples/by-example.yaml", import.meta.url));
const SEED = 1;

/** What is timed: the smallest network that teaches, a small one for digits, one that fills the caches, and one that sees. */
export const problems: Readonly<Record<ProblemId, () => Promise<Problem>>> = {
  P1: article,
  P3: async () => perceptron("P3", [784, 128, 10], 64, 5),
  P4: async () => perceptron("P4", [784, 1024, 1024, 10], 256, 2),
  P5: async () => convolutions(),
};

async function article(): Promise<Problem> {
  const { example, ...raw } = await loadExample(ARTICLE);
  const { train: samples } = prepareData(raw, example.training.seed);
  const { model, optimizer } = example;
  const { network } = model;
  const { parameters } = createSession({ model, optimizer });
  if (model.loss !== "half-squared-error" || optimizer.name !== "sgd") {
    throw new Error(
      `${ARTICLE}: expected half-squared-error and sgd, found ${model.loss}, ${optimizer.name}`,
    );
  }
  const dense = network.layers.filter((layer) => "dense" in layer);
  const layers = dense.map(({ dense: outputs, activation }, i): Layer => {
    const numbersOf = (kind: "weight" | "bias") =>
      parameters.find((parameter) => parameter.layer === i && parameter.kind === kind)?.initial.values ?? [0];
    if (activation !== "sigmoid") throw new Error(`${ARTICLE}: expected sigmoid, found ${activation}`);
    const bias = numbersOf("bias");
    return {
      inputs: i === 0 ? samples.inputs.shape[1] : dense[i - 1].dense,
      outputs,
      activation,
      weight: Float64Array.from(numbersOf("weight")),
      // the article's layers share one bias
      bias: Float64Array.from({ length: outputs }, (_, j) => bias[j % bias.length]),
    };
  });
  return {
    id: "P1",
    title: "the article's 2-2-2 network, one sample, sigmoid, half squared error, SGD",
    dtype: "f64",
    loss: model.loss,
    optimizer: optimizer.name,
    learningRate: optimizer.learningRate,
    trainsBiases: false,
    batch: samples.inputs.shape[0],
    layers,
    inputs: Float64Array.from(samples.inputs.values),
    targets: Float64Array.from(samples.targets.values),
    checkedAfter: 100,
  };
}

function perceptron(id: ProblemId, sizes: readonly number[], batch: number, checkedAfter: number): Problem {
  const [inputs] = sizes;
  const classes = sizes[sizes.length - 1];
  const layers = sizes.slice(1).map((outputs, i): Layer => {
    const limit = Math.sqrt(6 / sizes[i]);
    return {
      inputs: sizes[i],
      outputs,
      activation: i === sizes.length - 2 ? "linear" : "relu",
      weight: drawn(sizes[i] * outputs, randomStream(SEED, 1, i), -limit, limit),
      bias: new Float64Array(outputs),
    };
  });
  const labels = randomStream(SEED, 3);
  const targets = new Float64Array(batch * classes);
  for (let row = 0; row < batch; row++) targets[row * classes + labels.integer(classes)] = 1;
  return {
    id,
    title: `MLP ${sizes.join("-")}, batch ${batch}, ReLU, softmax cross-entropy, SGD`,
    dtype: "f32",
    loss: "softmax-cross-entropy",
    optimizer: "sgd",
    learningRate: 0.05,
    trainsBiases: true,
    batch,
    layers,
    inputs: drawn(batch * inputs, randomStream(SEED, 2), 0, 1),
    targets,
    checkedAfter,
  };
}

/** What tutorials have for handwritten digits: two convolutions, each with a pooling, and a dense layer. */
function convolutions(): Problem {
  const batch = 128;
  const classes = 10;
  const layer = (i: number, inputs: number, outputs: number, kernel?: number): Layer => {
    const count = inputs * (kernel ?? 1) ** 2;
    const limit = Math.sqrt(6 / count);
    return {
      inputs,
      outputs,
      ...(kernel !== undefined && { kernel, pool: 2 }),
      activation: kernel === undefined ? "linear" : "relu",
      weight: drawn(count * outputs, randomStream(SEED, 1, i), -limit, limit),
      bias: new Float64Array(outputs),
    };
  };
  const labels = randomStream(SEED, 3);
  const targets = new Float64Array(batch * classes);
  for (let row = 0; row < batch; row++) targets[row * classes + labels.integer(classes)] = 1;
  return {
    id: "P5",
    title: `conv 3×3×32, pool 2, conv 3×3×64, pool 2, dense 10, batch ${batch} of 28×28, ReLU, softmax cross-entropy, Adam`,
    dtype: "f32",
    loss: "softmax-cross-entropy",
    optimizer: "adam",
    learningRate: 0.001,
    trainsBiases: true,
    batch,
    picture: [1, 28, 28],
    layers: [layer(0, 1, 32, 3), layer(1, 32, 64, 3), layer(2, 64 * 5 * 5, classes)],
    inputs: drawn(batch * 28 * 28, randomStream(SEED, 2), 0, 1),
    targets,
    checkedAfter: 2,
  };
}

/** Numbers that both widths hold exactly, so that everybody starts from the same ones. */
function drawn(count: number, random: Random, low: number, high: number): Float64Array {
  return Float64Array.from({ length: count }, () => Math.fround(low + (high - low) * random.uniform()));
}
