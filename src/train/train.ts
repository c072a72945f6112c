import type { Samples } from "../nn/samples.ts";
import { permutation, randomStream } from "../tensor/random.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Session } from "./session.ts";

/** What the numbers drawn with a session's seed are for, beside the initial weights. */
const ORDER = 2;

export interface TrainOptions {
  readonly epochs: number;
  /** Default: all samples at once. */
  readonly batchSize?: number;
  /** A new order in every epoch, drawn by (seed, epoch). Default: false. */
  readonly shuffle?: boolean;
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
}

/**
 * Trains step by step, one for each value taken from the iterator; whoever takes them decides when to pause,
 * show progress, or stop.
 * @throws DivergedError where a number is no longer finite
 */
export function* train(session: Session, samples: Samples, options: TrainOptions): Generator<Progress, void> {
  const [count] = samples.inputs.shape;
  const { epochs, batchSize = count, shuffle = false } = options;
  const batches = Math.ceil(count / batchSize);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = shuffle ? orderOf(count, session.options.seed, epoch) : undefined;
    for (let batch = 1; batch <= batches; batch++) {
      const loss = session.step(batchOf(samples, order, (batch - 1) * batchSize, batch * batchSize));
      yield { epoch, epochs, batch, batches, loss };
    }
  }
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

/** The samples with the given numbers, in that order. */
export function takeRows(samples: Samples, rows: readonly number[]): Samples {
  return { ...samples, inputs: rowsOf(samples.inputs, rows), targets: rowsOf(samples.targets, rows) };
}

function rowsOf({ shape, values }: Tensor, rows: readonly number[]): Tensor {
  const width = sizeOf(shape.slice(1));
  const taken = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries())
    taken.set(values.subarray(row * width, (row + 1) * width), i * width);
  return { shape: [rows.length, ...shape.slice(1)], values: taken };
}
