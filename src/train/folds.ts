import { type Frame, rowsOfFrame } from "../data/frame.ts";
import { foldRows, groupedBy } from "../data/split.ts";

/** Rows without one of several parts, and that part. */
export interface Fold {
  readonly train: Frame;
  readonly test: Frame;
}

/**
 * Divides rows into k parts of nearly the same size, drawn with the seed, and sets each aside once. Where the label is
 * classes, each part has nearly the same share of each.
 * @param label the name of the label's column
 * @param k at least 2, at most as many as there are rows
 */
export function foldsOf(frame: Frame, label: string, k: number, seed: number): Fold[] {
  return foldRows(groupedBy(frame, label), k, seed).map(({ train, test }) => ({
    train: rowsOfFrame(frame, train),
    test: rowsOfFrame(frame, test),
  }));
}

/** The mean of numbers, and how far they lie from it: the sample standard deviation. */
export function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
