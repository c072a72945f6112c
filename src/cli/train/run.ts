import { setImmediate as nextTurn } from "node:timers/promises";
import {
  countOf,
  DivergedError,
  type Finding,
  metricsOf,
  type Trained,
  trainEpochs,
  watchOver,
  wholeOf,
} from "../../index.ts";
import { clock } from "../clock.ts";
import { curvesOf } from "../curves.ts";
import { trainingDisplay } from "../display.ts";
import { paceFrom } from "../pace.ts";
import { batchesOf, type Prepared } from "../prepare.ts";
import { wordsOf } from "../words.ts";
import type { Keeper } from "./keeper.ts";
import type { Team, Turn } from "./team.ts";

/** Between looks at the clock and at Ctrl-C, in milliseconds. */
const TURN = 50;
/** Between looks at whether all ranks have the same parameters, in milliseconds. */
const COMPARED = 5000;
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

/**
 * Trains to the end of the epochs, or until Ctrl-C.
 * @param team of which this process leads
 * @param keeper keeps the run in a folder, and knows where it goes on
 */
export async function runTraining(prepared: Prepared, team: Team, keeper?: Keeper): Promise<Run> {
  const { example, data, session } = prepared;
  const accuracy = liveAccuracy(prepared);
  const display = trainingDisplay();
  const { validation: _, ...settings } = example.training;
  const train = data.blocks?.train ?? data.train;
  const validation = wholeOf(data, "validation");
  const options = { ...settings, ...(validation && { validation }) };
  const from = keeper?.from;
  // who stops early has thought of over-fitting
  const except = settings.earlyStopping ? (["over-fitting"] as const) : [];
  const watch = watchOver(session, data.train, {
    ...settings,
    ...(data.validation && { validation: data.validation }),
    except,
    count: countOf(train),
    ...(from && { from: from.watched }),
  });
  const warn = async (findings: readonly Finding[]): Promise<void> => {
    if (findings.length === 0) return;
    const { warningLine } = await import("../warnings.ts");
    const words = await wordsOf("en");
    for (const finding of findings) display.say(warningLine(finding, words));
  };
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.once("SIGINT", stop);
  const started = clock();
  const secondsSoFar = (): number => (from?.seconds ?? 0) + (clock() - started) / 1000;
  let turn = started;
  let compared = started;
  const pace = paceFrom(started);
  let steps = from?.position.steps ?? 0;
  let diverged: string | undefined;
  let trained: Trained | undefined;
  try {
    if (!from) {
      const findings = watch.before();
      await warn(findings);
      await keeper?.before(findings);
    }
    const stepsAtOnce = (): number => {
      const toNext = keeper?.stepsToNext(steps) ?? Number.POSITIVE_INFINITY;
      return team.agree(Math.min(pace.steps, watch.stepsToLook, toNext));
    };
    const training = trainEpochs(session, train, {
      ...options,
      stepsAtOnce,
      ...(from && { from: from.position }),
    });
    for (;;) {
      const next = training.next();
      if (next.done) {
        trained = next.value;
        break;
      }
      const progress = next.value;
      steps += progress.losses.length;
      pace.called(clock());
      const findings = watch.after(progress);
      await warn(findings);
      await keeper?.after(progress, findings, watch, secondsSoFar());
      pace.goesOn(clock());
      if (clock() - turn >= TURN) {
        display.show(progress, accuracy(), curvesOf(watch.history, progress));
        await nextTurn();
        turn = clock();
      }
      const ends = stopped && !progress.isLast;
      const { compares } = team.agree<Turn>({
        ends,
        compares: turn - compared >= COMPARED || progress.isLast,
      });
      if (compares) {
        compared = turn;
        await team.checkParameters(prepared);
      }
      if (!ends) continue;
      await keeper?.save(progress, watch, secondsSoFar());
      break;
    }
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    diverged = error.message;
    await keeper?.diverged(watch.diverged(error));
  } finally {
    display.clear();
    process.removeListener("SIGINT", stop);
  }
  return {
    epochs: Math.floor(steps / batchesOf(prepared)),
    seconds: secondsSoFar(),
    stopped: stopped && !trained,
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
    if (isAsked && clock() - measured > 1000) {
      accuracy = metricsOf(session, data.train, ["accuracy"]).accuracy;
      measured = clock();
    }
    return accuracy;
  };
}
