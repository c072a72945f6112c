import type { Samples } from "../nn/samples.ts";
import { permutation, randomStream } from "../tensor/random.ts";
import { groupsOf } from "./prepare.ts";
import { takeRows } from "./rows.ts";

/** What the numbers drawn with the seed are for. */
const FOLDS = 4;

/** Samples without one of several parts, and that part. */
export interface Fold {
  readonly train: Samples;
  readonly test: Samples;
}

/**
 * Divides samples into k parts of nearly the same size, drawn with the seed, and sets each aside once. Of classes
 * each part has nearly the same share.
 * @param k at least 2, at most as many as there are samples
 */
export function foldsOf(samples: Samples, k: number, seed: number): Fold[] {
  const [count] = samples.inputs.shape;
  if (!(k >= 2 && k <= count)) throw new Error(`folds: expected 2 … ${count}, got ${k}`);
  const shuffled = permutation(count, randomStream(seed, FOLDS));
  const part = new Uint32Array(count);
  // dealt out class by class, each class going on where the last one ended
  let next = 0;
  for (const group of groupsOf(samples, shuffled)) for (const row of group) part[row] = next++ % k;
  const rows = Array.from({ length: count }, (_, row) => row);
  return Array.from({ length: k }, (_, fold) => ({
    train: takeRows(
      samples,
      rows.filter((row) => part[row] !== fold),
    ),
    test: takeRows(
      samples,
      rows.filter((row) => part[row] === fold),
    ),
  }));
}

/** The mean of numbers, and how far they lie from it: the sample standard deviation. */
export function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
