import { modelToSafetensors, trainedModel } from "../../index.ts";
import type { RunResult, RunStatus } from "../../node/index.ts";
import type { Prepared } from "../prepare.ts";
import type { Keeper } from "./keeper.ts";
import type { Results } from "./measure.ts";
import { sumOfParameters } from "./result-json.ts";
import type { Run } from "./run.ts";

/** Puts into a run's folder what came of it: the model, the report, and last what became of it. */
export async function endRun(keeper: Keeper, prepared: Prepared, run: Run, metrics: Results): Promise<void> {
  const { session } = prepared;
  const result: RunResult = {
    epochs: run.epochs,
    steps: session.stepsTaken,
    ...(run.trained?.best !== undefined && {
      bestEpoch: run.trained.best,
      stoppedEarly: run.trained.stoppedEarly,
    }),
    metrics,
    sha256: sumOfParameters(session),
  };
  await keeper.folder.write("model", modelOf(prepared));
  await keeper.end(statusOf(run), { result, seconds: run.seconds });
}

/** The trained model as a file. */
function modelOf({ example: { title }, data: { encoding }, session }: Prepared): Uint8Array {
  return modelToSafetensors(trainedModel(session, { encoding, ...(title !== undefined && { title }) }));
}

function statusOf({ diverged, stopped }: Run): RunStatus {
  if (diverged !== undefined) return "diverged";
  return stopped ? "stopped" : "finished";
}
