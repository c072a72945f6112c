import {
  type Backend,
  createSession,
  type DType,
  type LayerSpec,
  type ModelSpec,
  referenceBackend,
  type Samples,
  type Session,
  tensor,
  wasmBackend,
} from "../../src/index.ts";
import { enableFastWasm, spawnThread } from "../../src/node/index.ts";
import type { Competitor, Training } from "../competitor.ts";
import type { Layer, Problem, ProblemId } from "../problem.ts";

/** Ours: one line for each backend. */
export const competitors: readonly Competitor[] = [
  backstep("wasm", [1, 2], (threads) => {
    const { wide } = enableFastWasm();
    return wasmBackend({ wide, threads, spawn: spawnThread });
  }),
  backstep("reference", [1], () => referenceBackend),
];

type MakeBackend = (threads: number) => Backend | Promise<Backend>;

function backstep(name: string, threads: readonly number[], makeBackend: MakeBackend): Competitor {
  const widths: Record<ProblemId, DType> = { P1: "f64", P3: "f32", P4: "f32", P5: "f32" };
  return {
    id: `backstep-${name}`,
    name: `Backstep ${name}`,
    widths,
    threads,
    inJavaScript: true,
    async available() {
      const { default: about } = await import("../../package.json", { with: { type: "json" } });
      return about.version;
    },
    async prepare(problem, threads) {
      return trainingOf(problem, widths[problem.id], await makeBackend(threads), threads);
    },
  };
}

/** A network in training by the library's own session. */
export function trainingOf(problem: Problem, dtype: DType, backend: Backend, threads: number): Training {
  const { learningRate, optimizer: name } = problem;
  const optimizer = { name, learningRate };
  const session = createSession({ model: modelOf(problem), optimizer, backend, dtype });
  const batch = samplesOf(problem);
  const take = stepsOn(session, batch);
  let loss = Number.NaN;
  return {
    threads,
    step(count) {
      loss = take(count);
    },
    parameters: () =>
      session.parameters.filter(({ trainable }) => trainable).map((parameter) => session.read(parameter)),
    loss: () => loss,
  };
}

/** Rows of one call: more would only need memory. */
const ROWS = 1 << 16;

/** The one place that knows how the library takes many steps on one batch. */
function stepsOn(session: Session, batch: Samples): (count: number) => number {
  const [size] = batch.inputs.shape;
  const most = Math.max(1, Math.floor(ROWS / size));
  const order = Uint32Array.from({ length: most * size }, (_, i) => i % size);
  return (count) => {
    let loss = Number.NaN;
    for (let taken = 0; taken < count; taken += most) {
      const losses = session.run(batch, order.subarray(0, Math.min(most, count - taken) * size), size);
      loss = losses[losses.length - 1];
    }
    return loss;
  };
}

function modelOf({ loss, layers, trainsBiases, picture }: Problem): ModelSpec {
  return {
    network: {
      inputs: picture ?? layers[0].inputs,
      layers: layers.flatMap((layer, i) =>
        layersOf(layer, trainsBiases, layers[i - 1]?.kernel !== undefined),
      ),
    },
    loss,
  };
}

function layersOf(layer: Layer, trainsBiases: boolean, isBehindPicture: boolean): LayerSpec[] {
  const { outputs, inputs, kernel, pool, activation, weight, bias } = layer;
  const common = { activation, bias: { values: [...bias], trainable: trainsBiases } };
  if (kernel === undefined) {
    const flat: LayerSpec[] = isBehindPicture ? [{ flatten: true }] : [];
    return [...flat, { dense: outputs, weights: rowsOf(layer), ...common }];
  }
  const numbers = [...weight];
  const part = (from: number, count: number) => numbers.slice(from, from + count);
  const weights = Array.from({ length: outputs }, (_, o) =>
    Array.from({ length: inputs }, (_, c) =>
      Array.from({ length: kernel }, (_, i) => part(((o * inputs + c) * kernel + i) * kernel, kernel)),
    ),
  );
  const pooled: LayerSpec[] = pool === undefined ? [] : [{ maxPool2d: pool }];
  return [{ conv2d: outputs, kernel, weights, ...common }, ...pooled];
}

function rowsOf({ inputs, outputs, weight }: Layer): number[][] {
  return Array.from({ length: outputs }, (_, i) => [...weight.subarray(i * inputs, (i + 1) * inputs)]);
}

function samplesOf({ batch, inputs, targets }: Problem): Samples {
  return {
    inputs: tensor([batch, inputs.length / batch], inputs),
    targets: tensor([batch, targets.length / batch], targets),
  };
}
