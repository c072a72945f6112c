import {
  type Confusion,
  type FullCatalogue,
  metricsOf,
  modelToSafetensors,
  trainedModel,
  wholeOf,
} from "../../index.ts";
import type { RunResult, RunStatus } from "../../node/index.ts";
import type { Prepared } from "../prepare.ts";
import { reportOf } from "../runs/report.ts";
import type { Keeper } from "./keeper.ts";
import type { Results } from "./measure.ts";
import type { Run } from "./run.ts";
import { sumOfParameters } from "./sum.ts";

/** More classes are not written down. */
const MOST_CLASSES = 100;

/** Puts into a run's folder what came of it: the model, the report, and last what became of it. */
export async function endRun(
  keeper: Keeper,
  prepared: Prepared,
  run: Run,
  metrics: Results,
  words: FullCatalogue,
): Promise<void> {
  const { session } = prepared;
  const { folder } = keeper;
  const confusion = confusionOf(prepared);
  const result: RunResult = {
    epochs: run.epochs,
    steps: session.stepsTaken,
    ...(run.trained?.best !== undefined && {
      bestEpoch: run.trained.best,
      stoppedEarly: run.trained.stoppedEarly,
    }),
    metrics,
    ...(confusion && { confusion }),
    sha256: sumOfParameters(session),
  };
  const record = keeper.ended(statusOf(run), { result, seconds: run.seconds });
  await folder.write("model", modelOf(prepared));
  await folder.write("report", await reportOf(folder.path, record, words));
  await folder.writeRecord(record);
}

/** What was taken for what: in the test, else in the validation, else in the training part. */
function confusionOf({ data, session }: Prepared): Confusion | undefined {
  const of = data.test ? "test" : data.validation ? "validation" : "train";
  const samples = wholeOf(data, of) ?? data.train;
  const counts = metricsOf(session, samples, ["confusion"]).confusion;
  if (!counts || counts.length > MOST_CLASSES) return undefined;
  return { of, classes: counts.map((_, k) => data.train.classes?.[k] ?? String(k + 1)), counts };
}

/** The trained model as a file. */
function modelOf({ example: { title }, data: { encoding }, session }: Prepared): Uint8Array {
  return modelToSafetensors(trainedModel(session, { encoding, ...(title !== undefined && { title }) }));
}

function statusOf({ diverged, stopped }: Run): RunStatus {
  if (diverged !== undefined) return "diverged";
  return stopped ? "stopped" : "finished";
}
