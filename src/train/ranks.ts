import type { Values } from "../tensor/tensor.ts";

/** How many numbers go to each rank or come from it, and where they begin. */
export interface Slices {
  readonly counts: Int32Array;
  readonly offsets: Int32Array;
}

/**
 * Processes that train one network together: all of them do the same things in the same order. The methods are those of MPI;
 * each returns when this rank's part of it is done.
 */
export interface Ranks {
  /** Counted from 0. */
  readonly rank: number;
  readonly size: number;
  /** `to` becomes the sum over all ranks of `from`, element by element, with the same bits in each. They may be one array. */
  allReduce(from: Values, to: Values): void;
  /** All get the numbers that rank 0 has. */
  broadcast(values: Values | Uint8Array): void;
  /** Each rank gets a slice from each; `sending` and `receiving` have an entry for each rank. */
  allToAll(from: Values, sending: Slices, to: Values, receiving: Slices): void;
  /** All get the concatenated numbers of all. */
  allGather(from: Values, to: Values, receiving: Slices): void;
}

/** Numbers, or whatever else there are `count` of, dealt out in order: each rank gets its slice, as even as can be. */
export function slicesOf(count: number, ranks: number): Slices {
  const offsets = Int32Array.from({ length: ranks }, (_, rank) => startOf(rank));
  return { offsets, counts: offsets.map((from, rank) => startOf(rank + 1) - from) };

  function startOf(rank: number): number {
    return Math.floor((rank * count) / ranks);
  }
}

/** One process is the case of one rank. */
export const alone: Ranks = {
  rank: 0,
  size: 1,
  allReduce: (from, to) => {
    if (from !== to) to.set(from);
  },
  broadcast: () => {},
  allToAll: (from, _sending, to) => to.set(from),
  allGather: (from, to) => to.set(from),
};
