import type { Competitor, Training } from "../competitor.ts";
import { type Problem, transposed } from "../problem.ts";
import { load, versionOf } from "./peer.ts";

/** jax-js as far as it is used here. Passing an array on gives it away; `ref` is one more reference to it. */
interface JaxArray {
  readonly ref: JaxArray;
  add(other: JaxArray): JaxArray;
  sub(other: JaxArray): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  sum(): JaxArray;
  reshape(shape: number[]): JaxArray;
  dataSync(): Float32Array;
  dispose(): void;
}

type Parameters = JaxArray[];

interface Jax {
  init(device: string): Promise<string[]>;
  defaultDevice(device: string): string;
  jit<F>(f: F): F;
  valueAndGrad(
    f: (of: Parameters, inputs: JaxArray, targets: JaxArray) => JaxArray,
  ): (of: Parameters, inputs: JaxArray, targets: JaxArray) => [JaxArray, Parameters];
  blockUntilReady(arrays: Parameters): Promise<Parameters>;
  numpy: {
    array(values: Float32Array): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
  };
  nn: Record<"sigmoid" | "relu" | "logSoftmax", (x: JaxArray) => JaxArray>;
}

export const competitors: readonly Competitor[] = [
  {
    id: "jax",
    name: "jax-js wasm",
    // of its float64 sigmoid eight digits are right: that is no float64
    widths: { P1: "f32", P3: "f32", P4: "f32" },
    // its threads are browser workers: in Node it has none
    threads: [1],
    inJavaScript: true,
    available: async () => versionOf("@jax-js/jax"),
    prepare,
  },
];

async function prepare(problem: Problem): Promise<Training> {
  const jax = await load<Jax>("@jax-js/jax");
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  const { nn, numpy } = jax;
  const { batch, layers, learningRate, trainsBiases } = problem;
  const array = (values: Float64Array, shape: number[]) =>
    numpy.array(Float32Array.from(values)).reshape(shape);
  const activations = { sigmoid: nn.sigmoid, relu: nn.relu, linear: (x: JaxArray) => x };
  const inputs = array(problem.inputs, [batch, problem.inputs.length / batch]);
  const targets = array(problem.targets, [batch, problem.targets.length / batch]);
  const frozen = trainsBiases ? [] : layers.map(({ bias, outputs }) => array(bias, [outputs]));
  let state: Parameters = layers.flatMap(({ weight, bias, inputs, outputs }) => [
    array(transposed(weight, inputs), [inputs, outputs]),
    ...(trainsBiases ? [array(bias, [outputs])] : []),
  ]);
  let last: JaxArray | undefined;

  const lossOf = (of: Parameters, x: JaxArray, target: JaxArray): JaxArray => {
    let out = x;
    for (const [i, { activation }] of layers.entries()) {
      const bias = trainsBiases ? of[2 * i + 1] : frozen[i].ref;
      out = activations[activation](numpy.matmul(out, of[trainsBiases ? 2 * i : i]).add(bias));
    }
    if (problem.loss === "softmax-cross-entropy") {
      return nn
        .logSoftmax(out)
        .mul(target)
        .sum()
        .mul(-1 / batch);
    }
    const error = target.sub(out);
    return error.ref
      .mul(error)
      .sum()
      .mul(0.5 / batch);
  };
  const step = jax.jit((of: Parameters, x: JaxArray, target: JaxArray): [JaxArray, Parameters] => {
    const [loss, gradients] = jax.valueAndGrad(lossOf)(
      of.map((parameter) => parameter.ref),
      x,
      target,
    );
    return [loss, of.map((parameter, i) => parameter.sub(gradients[i].mul(learningRate)))];
  });

  return {
    threads: 1,
    async step(count) {
      for (let n = 0; n < count; n++) {
        last?.dispose();
        [last, state] = step(state, inputs.ref, targets.ref);
      }
      await jax.blockUntilReady(state);
    },
    parameters: () =>
      state.map((parameter, i) => {
        const values = parameter.ref.dataSync();
        const isBias = trainsBiases && i % 2 === 1;
        return isBias ? values : transposed(values, layers[trainsBiases ? i >> 1 : i].outputs);
      }),
    loss: () => last?.ref.dataSync()[0] ?? Number.NaN,
  };
}
