/** Samples of a batch that are calculated by themselves. What the parts' losses and gradients add up to is the batch's. */
export interface Part {
  /** How many. */
  readonly samples: number;
  /** How many the batch has. */
  readonly of: number;
  /** The place of its first sample in the batch, counted from 0. */
  readonly from: number;
}

export function wholeOf(samples: number): Part {
  return { samples, of: samples, from: 0 };
}
