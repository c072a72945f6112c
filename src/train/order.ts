import { type BlockedSamples, isBlocked, type SampleSet } from "../data/blocks.ts";
import type { Samples } from "../nn/samples.ts";
import { permutation, randomStream } from "../tensor/random.ts";

/** What the numbers drawn with a session's seed are for, beside the initial weights. */
const ORDER = 2;
const BLOCKS = 6;

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

/** The order of a training, and the samples that its rows are of. */
export interface Feed extends Order {
  /** Of the step after `taken` steps, and of those that are one call with it. */
  samples(taken: number): Samples;
}

/**
 * The order in which a training takes samples. Of samples that are read in blocks, an epoch takes block after block: if it
 * shuffles, the blocks in an order drawn by (seed, epoch), and the samples of each in one drawn by (seed, epoch, block).
 * @throws Error where a block is not a whole number of batches
 */
export function feedOf(set: SampleSet, seed: number, options: OrderOptions): Feed {
  if (isBlocked(set)) return blockedFeed(set, seed, options);
  return { ...orderOf(set.inputs.shape[0], seed, options), samples: () => set };
}

function blockedFeed(set: BlockedSamples, seed: number, options: OrderOptions): Feed {
  const { count, blockSize } = set;
  const { shuffle = false } = options;
  const batchSize = Math.min(options.batchSize ?? count, count);
  const blocks = Math.ceil(count / blockSize);
  if (blocks > 1 && blockSize % batchSize !== 0) {
    throw new Error(`train: expected blocks of whole batches of ${batchSize}, got ${blockSize}`);
  }
  const batches = Math.ceil(count / batchSize);
  const sizeOf = (block: number): number => Math.min(blockSize, count - block * blockSize);
  const blocksIn = lastDrawn((epoch: number) =>
    shuffle
      ? permutation(blocks, randomStream(seed, BLOCKS, epoch))
      : Uint32Array.from({ length: blocks }, (_, block) => block),
  );
  const rowsIn = lastDrawn((epoch: number, block: number) =>
    permutation(sizeOf(block), randomStream(seed, ORDER, epoch, block + 1)),
  );
  const samplesIn = lastDrawn((block: number) => set.read(block));

  /** In which block the step after `taken` steps is, and the how manyth of its batches it takes. */
  function at(taken: number): { epoch: number; block: number; batch: number; left: number } {
    const epoch = Math.floor(taken / batches) + 1;
    let batch = taken % batches;
    for (const block of blocksIn(epoch)) {
      const own = Math.ceil(sizeOf(block) / batchSize);
      if (batch < own)
        return { epoch, block, batch, left: Math.max(1, Math.floor(sizeOf(block) / batchSize) - batch) };
      batch -= own;
    }
    throw new Error(`train: expected a step of ${batches}, got ${taken % batches}`);
  }

  return {
    batchSize,
    batches,
    isWhole: false,
    samples: (taken) => samplesIn(at(taken).block),
    rows(taken, steps) {
      const { epoch, block, batch } = at(taken);
      const from = batch * batchSize;
      const to = Math.min(from + steps * batchSize, sizeOf(block));
      if (shuffle) return rowsIn(epoch, block).subarray(from, to);
      return Uint32Array.from({ length: to - from }, (_, i) => from + i);
    },
    inOneCall: (taken, wanted) => Math.min(wanted, at(taken).left),
  };
}

/** Remembers what was drawn last: steps follow each other. */
function lastDrawn<K extends readonly number[], T>(draw: (...key: K) => T): (...key: K) => T {
  let last: { readonly key: K; readonly drawn: T } | undefined;
  return (...key) => {
    if (!last || last.key.some((part, i) => part !== key[i])) last = { key, drawn: draw(...key) };
    return last.drawn;
  };
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
