import type { SampleSet } from "../data/blocks.ts";
import type { EarlyStopping } from "../nn/training.ts";
import type { Values } from "../tensor/tensor.ts";
import { lossOf } from "./measure.ts";
import type { Session } from "./session.ts";
import { type Progress, type TrainOptions, train } from "./train.ts";
import { dropsOf, lookoutOf } from "./waiting.ts";

export interface EpochsOptions extends Omit<TrainOptions, "stepsBefore" | "endWithEpochs"> {
  /** Samples that are only measured: by their loss it is decided what is best. Default: the training loss decides. */
  readonly validation?: SampleSet;
  readonly earlyStopping?: EarlyStopping;
  /**
   * Where it goes on, in a session that has been given the state of that moment; all other options must be those of then,
   * but for the epochs. Default: the beginning.
   */
  readonly from?: Position;
}

/** Where a training stands after a step: with the state of its session, all that is needed to go on. */
export interface Position {
  /** Steps of this training that have been taken. */
  readonly steps: number;
  /** The losses of the epoch that is under way, added up; 0 where no epoch is looked at. */
  readonly sum: number;
  /** Of the epochs that are over, where they are looked at. */
  readonly history: readonly EpochEnd[];
  /** The session's parameters in the best epoch so far, where they are kept. */
  readonly best: readonly Values[];
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
  /** No step follows. */
  readonly isLast: boolean;
  /** Where the training stands now; to be asked before the next step. */
  position(): Position;
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
  samples: SampleSet,
  options: EpochsOptions,
): Generator<EpochsProgress, Trained> {
  const { validation, earlyStopping, from = START } = options;
  const { schedule } = session.options.optimizer;
  const dropsAfter = schedule?.name === "plateau" ? dropsOf(schedule) : undefined;
  const lookout = earlyStopping && lookoutOf(earlyStopping);
  const watches = validation !== undefined || dropsAfter !== undefined || lookout !== undefined;
  const history = [...from.history];
  let { best, sum } = from;
  let drops = 0;
  // what was waited for by then is a matter of the losses alone
  for (const ended of history) {
    drops = dropsAfter?.(judgedBy(ended)) ?? 0;
    lookout?.judge(ended.epoch, judgedBy(ended));
  }
  let stoppedEarly = lookout?.isOver ?? false;
  const steps = { ...options, endWithEpochs: watches, stepsBefore: from.steps };
  for (const progress of stoppedEarly ? [] : train(session, samples, steps)) {
    const { epoch, epochs, batch, batches } = progress;
    const ended = watches ? look(progress) : undefined;
    stoppedEarly = lookout?.isOver ?? false;
    yield {
      ...progress,
      ...(ended && { ended }),
      isLast: stoppedEarly || (epoch === epochs && batch === batches),
      position: () => ({ steps: (epoch - 1) * batches + batch, sum, history: [...history], best }),
    };
    if (stoppedEarly) break;
  }
  for (const [i, values] of best.entries()) session.write(session.parameters[i], values);
  return { history, stoppedEarly, ...(lookout && lookout.best > 0 && { best: lookout.best }) };

  function look({ epoch, batch, batches, losses }: Progress): EpochEnd | undefined {
    for (const loss of losses) sum += loss;
    if (batch < batches) return undefined;
    const loss = sum / batches;
    sum = 0;
    const measured = validation && lossOf(session, validation);
    const before = drops;
    drops = dropsAfter?.(measured ?? loss) ?? 0;
    if (drops > before) session.dropRate();
    const ended = {
      epoch,
      loss,
      ...(measured !== undefined && { validation: measured }),
      ...(dropsAfter && { drops }),
    };
    history.push(ended);
    const isBest = lookout?.judge(epoch, judgedBy(ended)) && earlyStopping?.restoreBest !== false;
    if (isBest) best = session.parameters.map((parameter) => session.read(parameter));
    return ended;
  }
}

const START: Position = { steps: 0, sum: 0, history: [], best: [] };

/** The loss by which it is decided what is best. */
function judgedBy({ loss, validation }: EpochEnd): number {
  return validation ?? loss;
}
