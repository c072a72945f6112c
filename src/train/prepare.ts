import type { Samples } from "../nn/samples.ts";
import { permutation, randomStream } from "../tensor/random.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { takeRows } from "./rows.ts";

/** Data as it was read, and how it is to be divided and scaled. */
export interface RawData {
  readonly train: Samples;
  readonly test?: Samples;
  /** The share of `train` to set aside for testing, where there is no test data of its own. */
  readonly testFraction?: number;
  readonly scale: ScaleName;
}

export interface PreparedData {
  readonly train: Samples;
  readonly test?: Samples;
  /** What the inputs went through; new inputs must go through the same. */
  readonly scaler: Scaler;
}

/** Divides and scales data; what the scaling needs is taken from the training part alone. */
export function prepareData(data: RawData, seed: number): PreparedData {
  const parts =
    data.testFraction === undefined
      ? { train: data.train, test: data.test }
      : splitSamples(data.train, data.testFraction, seed);
  const scaler = fitScaler(data.scale, parts.train.inputs);
  const { test } = parts;
  return {
    train: scaleSamples(parts.train, scaler),
    ...(test && { test: scaleSamples(test, scaler) }),
    scaler,
  };
}

/** What the numbers drawn with the seed are for. */
const SPLIT = 3;

/**
 * Sets a share of the samples aside for testing, drawn with the seed. Of classes, the same share of each.
 * @param fraction between 0 and 1; at least one sample stays on either side
 */
export function splitSamples(
  samples: Samples,
  fraction: number,
  seed: number,
): { train: Samples; test: Samples } {
  const [count] = samples.inputs.shape;
  const shuffled = permutation(count, randomStream(seed, SPLIT));
  const isTest = new Array<boolean>(count).fill(false);
  for (const group of groupsOf(samples, shuffled)) {
    const wanted = Math.round(group.length * fraction);
    for (const row of group.slice(0, wanted)) isTest[row] = true;
  }
  const rows = Array.from({ length: count }, (_, row) => row);
  const test = rows.filter((row) => isTest[row]);
  const train = rows.filter((row) => !isTest[row]);
  if (test.length === 0) test.push(...train.splice(-1));
  if (train.length === 0) train.push(...test.splice(-1));
  return { train: takeRows(samples, train), test: takeRows(samples, test) };
}

/** The rows of each class, or all rows, in the given order. */
function groupsOf({ targets, classes }: Samples, order: Uint32Array): number[][] {
  if (!classes) return [[...order]];
  const [, width] = targets.shape;
  const groups = new Map<string, number[]>();
  for (const row of order) {
    const key = targets.values.subarray(row * width, (row + 1) * width).join();
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** none: as they are. unit: to 0 … 1. standard: to mean 0 and standard deviation 1. */
export type ScaleName = "none" | "unit" | "standard";

/** (x − shift) / divisor for each input; fitted on training samples, applied to all. */
export interface Scaler {
  readonly shift: readonly number[];
  readonly divisor: readonly number[];
}

export function fitScaler(kind: ScaleName, inputs: Tensor): Scaler {
  const columns = Array.from({ length: inputs.shape[1] }, (_, column) => columnOf(inputs, column));
  const fits = columns.map((values) =>
    kind === "none" ? [0, 1] : kind === "unit" ? range(values) : moments(values),
  );
  // a constant column is only shifted
  return { shift: fits.map(([shift]) => shift), divisor: fits.map(([, divisor]) => divisor || 1) };
}

export function scaleSamples(samples: Samples, { shift, divisor }: Scaler): Samples {
  const { shape, values } = samples.inputs;
  const width = shape[1];
  const scaled = Float64Array.from(values, (x, i) => (x - shift[i % width]) / divisor[i % width]);
  return { ...samples, inputs: { shape, values: scaled } };
}

function columnOf({ shape, values }: Tensor, column: number): number[] {
  return Array.from({ length: shape[0] }, (_, row) => values[row * shape[1] + column]);
}

function range(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  return [low, values.reduce((a, b) => Math.max(a, b)) - low];
}

function moments(values: readonly number[]): [number, number] {
  const [low, reach] = range(values);
  if (reach === 0) return [low, 0]; // rounding would leave a deviation
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(variance)];
}
