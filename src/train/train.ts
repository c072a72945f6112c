import type { SampleSet } from "../data/blocks.ts";
import type { Samples } from "../nn/samples.ts";
import type { Values } from "../tensor/tensor.ts";
import { type Feed, feedOf, type Order, type OrderOptions, orderOf } from "./order.ts";
import { takeRows } from "./rows.ts";
import type { Session } from "./session.ts";

export interface TrainOptions extends OrderOptions {
  readonly epochs: number;
  /**
   * How many steps to take in one call of the backend at the most, asked before each. Changes no result. Default: 1.
   */
  readonly stepsAtOnce?: () => number;
  /** Does every epoch end with a call of its own? Changes no result. Default: false. */
  readonly endWithEpochs?: boolean;
  /** So many of the steps have been taken before: it goes on behind them. Default: 0. */
  readonly stepsBefore?: number;
}

/** Where a training stands, after a step. */
export interface Progress {
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Within the epoch, counted from 1. */
  readonly batch: number;
  readonly batches: number;
  /** Of this batch, before its step. */
  readonly loss: number;
  /** Of each batch of this call, before its step. */
  readonly losses: ArrayLike<number> & Iterable<number>;
}

/**
 * Trains, one call of the backend for each value taken from the iterator; whoever takes them decides when to pause,
 * show progress, or stop.
 * @throws DivergedError where a number is no longer finite
 */
export function* train(session: Session, set: SampleSet, options: TrainOptions): Generator<Progress, void> {
  const { epochs, stepsAtOnce, endWithEpochs = false, stepsBefore = 0 } = options;
  const feed = feedOf(set, session.options.seed, options);
  const { batches } = feed;
  for (let taken = stepsBefore; taken < epochs * batches; ) {
    const left = endWithEpochs ? batches - (taken % batches) : epochs * batches - taken;
    const steps = feed.inOneCall(taken, Math.min(stepsAtOnce?.() ?? 1, left));
    const losses =
      stepsAtOnce || session.options.together
        ? takeSteps(session, feed, taken, steps)
        : [session.step(batchOf(feed.samples(taken), feed, taken))];
    taken += losses.length;
    const epoch = Math.ceil(taken / batches);
    const batch = taken - (epoch - 1) * batches;
    yield { epoch, epochs, batch, batches, loss: losses[losses.length - 1], losses };
  }
}

/** Takes steps in one call, which the backend compiles once, for one step as for many. */
function takeSteps(session: Session, feed: Feed, taken: number, steps: number): Values | readonly number[] {
  const samples = feed.samples(taken);
  const rows = feed.rows(taken, steps);
  const isSmaller = rows.length < steps * feed.batchSize;
  // for the one step of a smaller batch, the backend need not have all samples in its memory once more
  if (isSmaller && !session.options.together) return [session.step(takeRows(samples, rows))];
  return session.run(samples, rows, rows.length / steps);
}

/** The batch that the step after `steps` steps is taken on. */
export function batchAfter(
  samples: Samples,
  steps: number,
  options: OrderOptions & { readonly seed: number },
): Samples {
  return batchOf(samples, orderOf(samples.inputs.shape[0], options.seed, options), steps);
}

function batchOf(samples: Samples, order: Order, taken: number): Samples {
  return order.isWhole ? samples : takeRows(samples, order.rows(taken, 1));
}
