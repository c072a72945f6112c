import type { Samples } from "../nn/samples.ts";

/** Samples that do not fit in memory: read a block at a time, from wherever they are. */
export interface BlockedSamples {
  readonly count: number;
  /** Samples in a block, of which the last may have fewer. */
  readonly blockSize: number;
  /** @param block counted from 0 */
  read(block: number): Samples;
}

/** Samples in memory, or read a block at a time. */
export type SampleSet = Samples | BlockedSamples;

export function isBlocked(set: SampleSet): set is BlockedSamples {
  return "blockSize" in set;
}

/** How many samples there are. */
export function countOf(set: SampleSet): number {
  return isBlocked(set) ? set.count : set.inputs.shape[0];
}

/** The samples, as many at a time as are in memory. */
export function* blocksOf(set: SampleSet): Generator<Samples> {
  if (!isBlocked(set)) yield set;
  else for (let block = 0; block * set.blockSize < set.count; block++) yield set.read(block);
}
