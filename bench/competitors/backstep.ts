import {
  type Backend,
  createSession,
  type DType,
  type ModelSpec,
  referenceBackend,
  type Samples,
  type Session,
  tensor,
} from "../../src/index.ts";
import type { Competitor, Training } from "../competitor.ts";
import type { Layer, Problem, ProblemId } from "../problem.ts";

/** Ours: one line for each backend. */
export const competitors: readonly Competitor[] = [backstep("reference", [1], () => referenceBackend)];

type MakeBackend = (threads: number) => Backend | Promise<Backend>;

function backstep(name: string, threads: readonly number[], makeBackend: MakeBackend): Competitor {
  const widths: Record<ProblemId, DType> = { P1: "f64", P3: "f32", P4: "f32" };
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
  const { learningRate } = problem;
  const optimizer = { name: "sgd", learningRate } as const;
  const session = createSession({ model: modelOf(problem), optimizer, backend, dtype });
  const batch = samplesOf(problem);
  let loss = Number.NaN;
  return {
    threads,
    step(count) {
      loss = takeSteps(session, batch, count);
    },
    parameters: () =>
      session.parameters.filter(({ trainable }) => trainable).map((parameter) => session.read(parameter)),
    loss: () => loss,
  };
}

/** The one place that knows how the library takes many steps on one batch. */
function takeSteps(session: Session, batch: Samples, count: number): number {
  let loss = Number.NaN;
  for (let step = 0; step < count; step++) loss = session.step(batch);
  return loss;
}

function modelOf({ loss, layers, trainsBiases }: Problem): ModelSpec {
  return {
    network: {
      inputs: layers[0].inputs,
      layers: layers.map((layer) => ({
        dense: layer.outputs,
        activation: layer.activation,
        weights: rowsOf(layer),
        bias: { values: [...layer.bias], trainable: trainsBiases },
      })),
    },
    loss,
  };
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
