import type { Samples } from "../nn/samples.ts";
import { permutation, randomStream } from "../tensor/random.ts";
import { takeRows } from "./rows.ts";
import type { Session } from "./session.ts";

/** What the numbers drawn with a session's seed are for, beside the initial weights. */
const ORDER = 2;

export interface TrainOptions {
  readonly epochs: number;
  /** Default: all samples at once. */
  readonly batchSize?: number;
  /** A new order in every epoch, drawn by (seed, epoch). Default: false. */
  readonly shuffle?: boolean;
  /**
   * How many steps to take in one call of the backend at the most, asked before each. Changes no result. Default: 1.
   */
  readonly stepsAtOnce?: () => number;
  /** Does every epoch end with a call of its own? Changes no result. Default: false. */
  readonly endWithEpochs?: boolean;
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
export function* train(session: Session, samples: Samples, options: TrainOptions): Generator<Progress, void> {
  const [count] = samples.inputs.shape;
  const { epochs, batchSize = count, stepsAtOnce = () => 1, endWithEpochs = false } = options;
  const batches = Math.ceil(count / batchSize);
  const epochOf = epochsOf(count, session.options.seed, options);
  for (let taken = 0; taken < epochs * batches; ) {
    const left = endWithEpochs ? batches - (taken % batches) : epochs * batches - taken;
    const wanted = Math.min(stepsAtOnce(), left);
    const steps = stepsInOneCall(taken, wanted, count, batchSize);
    const losses =
      steps > 1
        ? session.run(samples, orderOfSteps(taken, steps, batchSize, batches, epochOf), batchSize)
        : [session.step(nextBatch(samples, taken, batchSize, batches, epochOf))];
    taken += losses.length;
    const epoch = Math.ceil(taken / batches);
    const batch = taken - (epoch - 1) * batches;
    yield { epoch, epochs, batch, batches, loss: losses[losses.length - 1], losses };
  }
}

/** The order of an epoch, counted from 1; undefined: as they were given. */
type EpochOf = (epoch: number) => Uint32Array | undefined;

/** Remembers the last one. */
function epochsOf(count: number, seed: number, { shuffle = false }: TrainOptions): EpochOf {
  let known = 0;
  let order: Uint32Array | undefined;
  return (epoch) => {
    if (shuffle && known !== epoch) order = orderOf(count, seed, epoch);
    known = epoch;
    return order;
  };
}

/** The last batch of an epoch may be smaller, and is then a call of its own. */
function stepsInOneCall(taken: number, wanted: number, count: number, batchSize: number): number {
  if (count % batchSize === 0) return wanted;
  const whole = Math.floor(count / batchSize);
  const left = whole - (taken % (whole + 1));
  return Math.max(1, Math.min(wanted, left));
}

function nextBatch(
  samples: Samples,
  taken: number,
  batchSize: number,
  batches: number,
  epochOf: EpochOf,
): Samples {
  const from = (taken % batches) * batchSize;
  return batchOf(samples, epochOf(Math.floor(taken / batches) + 1), from, from + batchSize);
}

/** The rows of whole batches, those of the first step first. */
function orderOfSteps(
  taken: number,
  steps: number,
  batchSize: number,
  batches: number,
  epochOf: EpochOf,
): Uint32Array {
  const rows = new Uint32Array(steps * batchSize);
  for (let step = 0; step < steps; step++) {
    const order = epochOf(Math.floor((taken + step) / batches) + 1);
    const from = ((taken + step) % batches) * batchSize;
    for (let i = 0; i < batchSize; i++) rows[step * batchSize + i] = order ? order[from + i] : from + i;
  }
  return rows;
}

/** The batch that the step after `steps` steps is taken on. */
export function batchAfter(
  samples: Samples,
  steps: number,
  options: TrainOptions & { readonly seed: number },
): Samples {
  const [count] = samples.inputs.shape;
  const { batchSize = count, shuffle = false, seed } = options;
  const batches = Math.ceil(count / batchSize);
  const epoch = Math.floor(steps / batches) + 1;
  const order = shuffle ? orderOf(count, seed, epoch) : undefined;
  const from = (steps % batches) * batchSize;
  return batchOf(samples, order, from, from + batchSize);
}

/** In which order an epoch, counted from 1, takes the samples. */
function orderOf(count: number, seed: number, epoch: number): Uint32Array {
  return permutation(count, randomStream(seed, ORDER, epoch));
}

function batchOf(samples: Samples, order: Uint32Array | undefined, from: number, to: number): Samples {
  const [count] = samples.inputs.shape;
  if (!order && from === 0 && to >= count) return samples;
  const rows = Array.from({ length: Math.min(to, count) - from }, (_, i) =>
    order ? order[from + i] : from + i,
  );
  return takeRows(samples, rows);
}
