import type { Competitor, Training } from "../competitor.ts";
import { type Problem, transposed } from "../problem.ts";
import { load, versionOf } from "./peer.ts";

/** TensorFlow.js as far as it is used here. */
interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}

interface Tf {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor2d(values: Float32Array, shape: [number, number]): Tensor;
  tensor1d(values: Float32Array): Tensor;
  variable(initial: Tensor): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  add(a: Tensor, b: Tensor): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: number): Tensor;
  square(x: Tensor): Tensor;
  sum(x: Tensor): Tensor;
  sigmoid(x: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  train: { sgd(rate: number): { minimize(loss: () => Tensor, returnCost: true): Tensor } };
}

/** The cpu backend needs minutes for P4. */
export const competitors: readonly Competitor[] = [
  tfjs("cpu", { P1: "f32", P3: "f32" }),
  tfjs("wasm", { P1: "f32", P3: "f32", P4: "f32" }),
];

function tfjs(backend: "cpu" | "wasm", widths: Competitor["widths"]): Competitor {
  return {
    id: `tfjs-${backend}`,
    name: `TensorFlow.js ${backend}`,
    widths,
    // its threads are browser workers: in Node it has none
    threads: [1],
    inJavaScript: true,
    available: async () =>
      versionOf(backend === "wasm" ? "@tensorflow/tfjs-backend-wasm" : "@tensorflow/tfjs"),
    async prepare(problem) {
      const tf = await load<Tf>("@tensorflow/tfjs");
      if (backend === "wasm") await load("@tensorflow/tfjs-backend-wasm");
      if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not start`);
      await tf.ready();
      return trainingOf(tf, problem);
    },
  };
}

function trainingOf(tf: Tf, problem: Problem): Training {
  const { batch, layers, trainsBiases } = problem;
  const matrix = (values: ArrayLike<number>, columns: number) =>
    tf.tensor2d(Float32Array.from(values), [values.length / columns, columns]);
  const weights = layers.map(({ weight, inputs, outputs }) =>
    tf.variable(matrix(transposed(weight, inputs), outputs)),
  );
  const biases = layers.map(({ bias }) => {
    const constant = tf.tensor1d(Float32Array.from(bias));
    return trainsBiases ? tf.variable(constant) : constant;
  });
  const inputs = matrix(problem.inputs, problem.inputs.length / batch);
  const targets = matrix(problem.targets, problem.targets.length / batch);
  const optimizer = tf.train.sgd(problem.learningRate);
  const activations = { sigmoid: tf.sigmoid, relu: tf.relu, linear: (x: Tensor) => x };
  let last: Tensor | undefined;

  function lossOf(): Tensor {
    let out = inputs;
    for (const [i, { activation }] of layers.entries()) {
      out = activations[activation](tf.add(tf.matMul(out, weights[i]), biases[i]));
    }
    if (problem.loss === "softmax-cross-entropy") return tf.losses.softmaxCrossEntropy(targets, out);
    return tf.mul(tf.sum(tf.square(tf.sub(targets, out))), 0.5 / batch);
  }

  return {
    threads: 1,
    step(count) {
      for (let n = 0; n < count; n++) {
        last?.dispose();
        last = optimizer.minimize(lossOf, true);
      }
    },
    parameters: () =>
      layers.flatMap(({ outputs }, i) => [
        transposed(weights[i].dataSync(), outputs),
        ...(trainsBiases ? [biases[i].dataSync()] : []),
      ]),
    loss: () => last?.dataSync()[0] ?? Number.NaN,
  };
}
