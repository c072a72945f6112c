import type { Samples } from "../nn/samples.ts";
import type { ScheduleSpec } from "../nn/schedules.ts";
import type { EarlyStopping } from "../nn/training.ts";
import type { Values } from "../tensor/tensor.ts";
import type { Session } from "./session.ts";
import { type Progress, type TrainOptions, train } from "./train.ts";

export interface EpochsOptions extends TrainOptions {
  /** Samples that are only measured: by their loss it is decided what is best. Default: the training loss decides. */
  readonly validation?: Samples;
  readonly earlyStopping?: EarlyStopping;
}

/** What an epoch came to. */
export interface EpochEnd {
  /** Counted from 1. */
  readonly epoch: number;
  /** The mean of the losses of its batches, each from before its step. */
  readonly loss: number;
  /** With the parameters as they were at its end. */
  readonly validation?: number;
  /** How often a plateau has lowered the learning rate by then. */
  readonly drops?: number;
}

export interface EpochsProgress extends Progress {
  /** Of the epoch that this step ends. */
  readonly ended?: EpochEnd;
}

/** How a training went. */
export interface Trained {
  readonly history: readonly EpochEnd[];
  /** The epoch with the lowest loss, counted from 1; undefined where nothing asked for it. */
  readonly best?: number;
  /** It ended before its epochs were over. */
  readonly stoppedEarly: boolean;
}

/**
 * Trains as `train` does, and looks up at the end of each epoch: measures the validation samples, lowers the learning
 * rate on a plateau, stops where nothing gets better, and puts the best parameters back.
 * @throws DivergedError where a number is no longer finite
 */
export function* trainEpochs(
  session: Session,
  samples: Samples,
  options: EpochsOptions,
): Generator<EpochsProgress, Trained> {
  const { validation, earlyStopping } = options;
  const { schedule } = session.options.optimizer;
  const plateau = schedule?.name === "plateau" ? plateauOf(session, schedule) : undefined;
  const best = earlyStopping && bestOf(session, earlyStopping);
  const watches = validation !== undefined || plateau !== undefined || best !== undefined;
  const history: EpochEnd[] = [];
  let stoppedEarly = false;
  let sum = 0;
  for (const progress of train(session, samples, { ...options, endWithEpochs: watches })) {
    if (!watches) {
      yield progress;
      continue;
    }
    for (const loss of progress.losses) sum += loss;
    if (progress.batch < progress.batches) {
      yield progress;
      continue;
    }
    const loss = sum / progress.batches;
    sum = 0;
    const measured = validation && session.measure(validation).loss;
    const judged = measured ?? loss;
    const drops = plateau?.(judged);
    const ended: EpochEnd = {
      epoch: progress.epoch,
      loss,
      ...(measured !== undefined && { validation: measured }),
      ...(drops !== undefined && { drops }),
    };
    history.push(ended);
    best?.judge(progress.epoch, judged);
    yield { ...progress, ended };
    stoppedEarly = best?.isOver() ?? false;
    if (stoppedEarly) break;
  }
  best?.restore();
  return { history, stoppedEarly, ...(best && best.epoch() > 0 && { best: best.epoch() }) };
}

/** Counts epochs without a lower loss. */
function waiting(minDelta: number): (loss: number) => number {
  let lowest = Number.POSITIVE_INFINITY;
  let waited = 0;
  return (loss) => {
    const isLower = loss < lowest - minDelta;
    if (isLower) lowest = loss;
    waited = isLower ? 0 : waited + 1;
    return waited;
  };
}

/** Lowers the learning rate after `patience` epochs without a lower loss; says how often that has been done. */
function plateauOf(
  session: Session,
  { patience = 10, minDelta = 0 }: Extract<ScheduleSpec, { name: "plateau" }>,
): (loss: number) => number {
  const wait = waiting(minDelta);
  let drops = 0;
  let from = 0;
  return (loss) => {
    const waited = wait(loss);
    if (waited === 0) from = 0;
    if (waited - from > patience) {
      from = waited;
      drops++;
      session.dropRate();
    }
    return drops;
  };
}

interface Best {
  judge(epoch: number, loss: number): void;
  epoch(): number;
  isOver(): boolean;
  restore(): void;
}

function bestOf(session: Session, { patience, minDelta = 0, restoreBest = true }: EarlyStopping): Best {
  const wait = waiting(minDelta);
  let kept: readonly Values[] = [];
  let best = 0;
  let waited = 0;
  return {
    judge(epoch, loss) {
      waited = wait(loss);
      if (waited > 0) return;
      best = epoch;
      if (restoreBest) kept = session.parameters.map((parameter) => session.read(parameter));
    },
    epoch: () => best,
    isOver: () => waited > 0 && waited >= patience,
    restore() {
      for (const [i, values] of kept.entries()) session.write(session.parameters[i], values);
    },
  };
}
