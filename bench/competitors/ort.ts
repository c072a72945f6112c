import type { DType } from "../../src/index.ts";
import type { Competitor, Training } from "../competitor.ts";
import { encodeModel, type Port } from "../onnx/model.ts";
import { trainingGraph } from "../onnx/training-graph.ts";
import type { Problem, ProblemId } from "../problem.ts";
import { load, versionOf } from "./peer.ts";

/** onnxruntime-node as far as it is used here. */
interface OrtTensor {
  readonly data: Float32Array | Float64Array;
}

type Tensors = Record<string, OrtTensor>;

interface Ort {
  Tensor: new (type: string, data: Float32Array | Float64Array, dims: readonly number[]) => OrtTensor;
  InferenceSession: {
    create(model: Uint8Array, options: object): Promise<{ run(feeds: Tensors): Promise<Tensors> }>;
  };
}

const widths: Readonly<Partial<Record<ProblemId, DType>>> = { P1: "f64", P3: "f32", P4: "f32" };

export const competitors: readonly Competitor[] = [
  {
    id: "ort",
    name: "ONNX Runtime",
    widths,
    threads: [1, 2],
    inJavaScript: false,
    available: async () => versionOf("onnxruntime-node"),
    prepare,
  },
];

async function prepare(problem: Problem, threads: number): Promise<Training> {
  const ort = await load<Ort>("onnxruntime-node");
  const dtype = widths[problem.id] ?? "f32";
  const graph = trainingGraph(problem, dtype);
  const session = await ort.InferenceSession.create(encodeModel(graph), {
    executionProviders: ["cpu"],
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    interOpNumThreads: 1,
    intraOpNumThreads: threads,
  });
  const tensorOf = ({ shape }: Port, values: Float64Array): OrtTensor =>
    dtype === "f64"
      ? new ort.Tensor("float64", values, shape)
      : new ort.Tensor("float32", Float32Array.from(values), shape);
  const given = [
    problem.inputs,
    problem.targets,
    ...problem.layers.flatMap(({ weight, bias }) => [weight, bias]),
  ];
  const feeds: Tensors = Object.fromEntries(
    graph.inputs.map((port, i) => [port.name, tensorOf(port, given[i])]),
  );
  const trained = graph.outputs.slice(0, -1).map(({ name }) => name);
  const { name: prediction } = graph.outputs[graph.outputs.length - 1];
  let last: OrtTensor | undefined;

  return {
    threads,
    async step(count) {
      for (let n = 0; n < count; n++) {
        // tensors go back in as they came out: none are copied
        const results = await session.run(feeds);
        for (const name of trained) feeds[withoutPlus(name)] = results[name];
        last = results[prediction];
      }
    },
    parameters: () => trained.map((name) => feeds[withoutPlus(name)].data),
    loss: () => (last ? lossOf(problem, last.data) : Number.NaN),
  };
}

/** The parameter `W1` whose next value is `W1+`. */
function withoutPlus(name: string): string {
  return name.slice(0, -1);
}

function lossOf({ loss, batch, targets }: Problem, predictions: ArrayLike<number>): number {
  const terms = targets.map((target, i) => {
    if (loss === "half-squared-error") return (target - predictions[i]) ** 2 / 2;
    return target === 0 ? 0 : -target * Math.log(predictions[i]);
  });
  return terms.reduce((sum, term) => sum + term, 0) / batch;
}
