import { setImmediate as nextTurn } from "node:timers/promises";
import {
  DivergedError,
  en,
  type Finding,
  metricsOf,
  type Progress,
  type Trained,
  trainEpochs,
  watchOver,
} from "../../index.ts";
import { curvesOf } from "../curves.ts";
import { trainingDisplay } from "../display.ts";
import { paceFrom } from "../pace.ts";
import type { Prepared } from "../prepare.ts";
import { warningLine } from "../warnings.ts";

/** Between looks at the clock and at Ctrl-C, in milliseconds. */
const TURN = 50;
/** Up to this many samples, the accuracy is watched while training. */
const SAMPLES_WATCHED = 2000;

/** How a training went. */
export interface Run {
  readonly epochs: number;
  readonly seconds: number;
  /** Ctrl-C came before the end. */
  readonly stopped: boolean;
  /** Why it could not go on; what was learnt before stays. */
  readonly diverged?: string;
  /** What came of each epoch, and of looking out for the best; where it ran to its end. */
  readonly trained?: Trained;
  /** What was off. */
  readonly findings: readonly Finding[];
}

/** Trains to the end of the epochs, or until Ctrl-C. */
export async function runTraining(prepared: Prepared): Promise<Run> {
  const { example, data, session } = prepared;
  const accuracy = liveAccuracy(prepared);
  const display = trainingDisplay();
  const { validation: _, ...settings } = example.training;
  const options = { ...settings, ...(data.validation && { validation: data.validation }) };
  // who stops early has thought of over-fitting
  const except = settings.earlyStopping ? (["over-fitting"] as const) : [];
  const watch = watchOver(session, data.train, { ...options, except });
  const warn = (findings: readonly Finding[]): void => {
    for (const finding of findings) display.say(warningLine(finding, en));
  };
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.once("SIGINT", stop);
  const started = performance.now();
  let turn = started;
  const pace = paceFrom(started);
  let last: Progress | undefined;
  let diverged: string | undefined;
  let trained: Trained | undefined;
  try {
    warn(watch.before());
    const stepsAtOnce = (): number => Math.min(pace.steps, watch.stepsToLook);
    const training = trainEpochs(session, data.train, { ...options, stepsAtOnce });
    for (;;) {
      const next = training.next();
      if (next.done) {
        trained = next.value;
        break;
      }
      const progress = next.value;
      last = progress;
      pace.called(performance.now());
      warn(watch.after(progress));
      if (performance.now() - turn < TURN) continue;
      display.show(progress, accuracy(), curvesOf(watch.history, progress));
      await nextTurn();
      turn = performance.now();
      if (stopped) break;
    }
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    diverged = error.message;
    watch.diverged(error);
  } finally {
    display.clear();
    process.removeListener("SIGINT", stop);
  }
  const finished =
    trained?.stoppedEarly ||
    (last !== undefined && last.epoch === last.epochs && last.batch === last.batches);
  const epochs = last === undefined ? 0 : last.epoch - 1 + Math.floor(last.batch / last.batches);
  const seconds = (performance.now() - started) / 1000;
  return {
    epochs,
    seconds,
    stopped: stopped && !finished,
    ...(diverged !== undefined && { diverged }),
    ...(trained && { trained }),
    findings: watch.found,
  };
}

/** The accuracy on the training part, measured anew every second where that takes no time worth speaking of. */
function liveAccuracy({ example, data, session }: Prepared): () => number | undefined {
  const isAsked =
    example.training.metrics.includes("accuracy") && data.train.inputs.shape[0] <= SAMPLES_WATCHED;
  let measured = Number.NEGATIVE_INFINITY;
  let accuracy: number | undefined;
  return () => {
    if (isAsked && performance.now() - measured > 1000) {
      accuracy = metricsOf(session, data.train, ["accuracy"]).accuracy;
      measured = performance.now();
    }
    return accuracy;
  };
}
