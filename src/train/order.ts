import { permutation, randomStream } from "../tensor/random.ts";

/** What the numbers drawn with a session's seed are for, beside the initial weights. */
const ORDER = 2;

export interface OrderOptions {
  /** Default: all samples at once. */
  readonly batchSize?: number;
  /** A new order in every epoch, drawn by (seed, epoch). Default: false. */
  readonly shuffle?: boolean;
}

/** Which rows each step of a training takes: a function of the number of steps before it, and of nothing else. */
export interface Order {
  /** Samples in a batch, of which the last of an epoch may have fewer. */
  readonly batchSize: number;
  /** Steps in an epoch. */
  readonly batches: number;
  /** The rows of so many whole batches, those of the step after `taken` steps first; of one step, its rows. */
  rows(taken: number, steps: number): Uint32Array;
  /** How many of the wanted steps can be one call: the last batch of an epoch may be smaller, and is one of its own. */
  inOneCall(taken: number, wanted: number): number;
  /** Does a step take all samples, as they were given? */
  readonly isWhole: boolean;
}

/** @param count how many samples there are */
export function orderOf(count: number, seed: number, options: OrderOptions): Order {
  const { shuffle = false } = options;
  const batchSize = Math.min(options.batchSize ?? count, count);
  const batches = Math.ceil(count / batchSize);
  const isEven = count % batchSize === 0;
  // the last one that was drawn: steps follow each other
  let epoch = 0;
  let drawn: Uint32Array | undefined;
  const orderIn = (wanted: number): Uint32Array | undefined => {
    if (shuffle && wanted !== epoch) drawn = permutation(count, randomStream(seed, ORDER, wanted));
    epoch = wanted;
    return drawn;
  };
  return {
    batchSize,
    batches,
    isWhole: !shuffle && batches === 1,
    rows(taken, steps) {
      const rows = new Uint32Array(steps * batchSize);
      let size = 0;
      for (let step = taken; step < taken + steps; step++) {
        const order = orderIn(Math.floor(step / batches) + 1);
        const from = (step % batches) * batchSize;
        const to = Math.min(from + batchSize, count);
        for (let i = from; i < to; i++) rows[size++] = order ? order[i] : i;
      }
      return rows.subarray(0, size);
    },
    inOneCall(taken, wanted) {
      if (isEven) return wanted;
      const whole = batches - 1 - (taken % batches);
      return Math.max(1, Math.min(wanted, whole));
    },
  };
}
