import type { Session } from "../../index.ts";
import type { Prepared } from "../prepare.ts";
import type { Results } from "./measure.ts";
import type { Run } from "./run.ts";
import { sumOfParameters } from "./sum.ts";

/** Networks with fewer parameters have them all in the result. */
const PARAMETERS_SHOWN = 1000;

/** What came of a training, as a document. */
export function resultJson({ example, data, session }: Prepared, run: Run, results: Results): object {
  const { backend, dtype, seed, together } = session.options;
  const steps = session.stepsTaken;
  return {
    epochs: run.epochs,
    steps,
    stopped: run.stopped,
    ...(run.diverged !== undefined && { diverged: run.diverged }),
    ...(run.trained?.best !== undefined && {
      bestEpoch: run.trained.best,
      stoppedEarly: run.trained.stoppedEarly,
    }),
    ...(run.trained && run.trained.history.length > 0 && { history: run.trained.history }),
    ...recordOf(example),
    ...(!("inline" in example.data) && { columns: data.columns, unseen: data.unseen }),
    findings: run.findings,
    loss: results.train.loss,
    metrics: results,
    ...(data.train.targets.values.length <= PARAMETERS_SHOWN && { outputs: rowsOf(session, data) }),
    ...parametersOf(session),
    seconds: run.seconds,
    stepsPerSecond: run.seconds > 0 ? steps / run.seconds : 0,
    batchSize: example.training.batchSize,
    backend: backend.name,
    dtype,
    threads: backend.threads,
    fma: backend.fma,
    ...(together && { ranks: together.ranks.size }),
    ...(together?.blocks !== undefined && { blocks: together.blocks }),
    seed,
    sha256: sumOfParameters(session),
  };
}

/** What of the example changes the result, so that a run says it of itself. */
function recordOf({ model, optimizer, training }: Prepared["example"]): object {
  const { shuffle, validation, earlyStopping } = training;
  const { reduction = "mean", regularization } = model;
  return {
    model: { loss: model.loss, reduction, ...(regularization && { regularization }) },
    optimizer,
    shuffle,
    ...(validation && { validation }),
    ...(earlyStopping && { earlyStopping }),
  };
}

function rowsOf(session: Session, { train: samples }: Prepared["data"]): number[][] {
  const { predictions } = session.measure(samples);
  const [count, outputs] = samples.targets.shape;
  return Array.from({ length: count }, (_, row) => [
    ...predictions.subarray(row * outputs, (row + 1) * outputs),
  ]);
}

function parametersOf(session: Session): { parameters?: Record<string, number> } {
  const named = session.parameters.flatMap((parameter) =>
    [...session.read(parameter)].map((value, i): [string, number] => [
      `${parameter.naming.text}${(parameter.naming.first ?? 1) + i}`,
      value,
    ]),
  );
  return named.length < PARAMETERS_SHOWN ? { parameters: Object.fromEntries(named) } : {};
}
