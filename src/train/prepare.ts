import type { Samples } from "../nn/samples.ts";
import { permutation, randomStream } from "../tensor/random.ts";
import type { Tensor, Values } from "../tensor/tensor.ts";
import { takeRows } from "./rows.ts";

/** Data as it was read, and how it is to be divided and scaled. */
export interface RawData {
  readonly train: Samples;
  readonly test?: Samples;
  /** The share of `train` to set aside for testing, where there is no test data of its own. */
  readonly testFraction?: number;
  /** The share of what is left for training to set aside for validation. */
  readonly validationFraction?: number;
  readonly scale: ScaleName;
}

export interface PreparedData {
  readonly train: Samples;
  readonly test?: Samples;
  readonly validation?: Samples;
  /** What the inputs went through; new inputs must go through the same. */
  readonly scaler: Scaler;
}

/** Divides and scales data; what the scaling needs is taken from the training part alone. */
export function prepareData(data: RawData, seed: number): PreparedData {
  const parts =
    data.testFraction === undefined
      ? { train: data.train, test: data.test }
      : splitSamples(data.train, data.testFraction, seed);
  const { validationFraction } = data;
  const rest =
    validationFraction === undefined
      ? { train: parts.train, test: undefined }
      : splitSamples(parts.train, validationFraction, seed, VALIDATION);
  const scaler = fitScaler(data.scale, rest.train.inputs);
  const { test } = parts;
  return {
    train: scaleSamples(rest.train, scaler),
    ...(test && { test: scaleSamples(test, scaler) }),
    ...(rest.test && { validation: scaleSamples(rest.test, scaler) }),
    scaler,
  };
}

/** What the numbers drawn with the seed are for. */
const SPLIT = 3;
const VALIDATION = 5;

/**
 * Sets a share of the samples aside for testing, drawn with the seed. Of classes, the same share of each.
 * @param fraction between 0 and 1; at least one sample stays on either side
 */
export function splitSamples(
  samples: Samples,
  fraction: number,
  seed: number,
  use: number = SPLIT,
): { train: Samples; test: Samples } {
  const [count] = samples.inputs.shape;
  const shuffled = permutation(count, randomStream(seed, use));
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
export function groupsOf({ targets, classes }: Samples, order: Uint32Array): number[][] {
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

export function fitScaler(kind: ScaleName, { shape, values }: Tensor): Scaler {
  const width = shape[1];
  if (kind === "none")
    return { shift: new Array<number>(width).fill(0), divisor: new Array<number>(width).fill(1) };
  const [low, high] = ranges(values, width);
  if (kind === "unit") return { shift: low, divisor: low.map((least, column) => high[column] - least || 1) };
  const { mean, deviation } = moments(values, width);
  // of a constant column rounding would leave a deviation: it is only shifted
  const isConstant = (column: number) => low[column] === high[column];
  return {
    shift: mean.map((shift, column) => (isConstant(column) ? low[column] : shift)),
    divisor: deviation.map((divisor, column) => (isConstant(column) ? 1 : divisor || 1)),
  };
}

export function scaleSamples(samples: Samples, { shift, divisor }: Scaler): Samples {
  const { shape, values } = samples.inputs;
  if (shift.every((by) => by === 0) && divisor.every((by) => by === 1)) return samples;
  const width = shape[1];
  const scaled = new Float64Array(values.length);
  // typed, for a data set of images is tens of millions of numbers
  const [from, by] = [Float64Array.from(shift), Float64Array.from(divisor)];
  for (let row = 0; row < values.length; row += width) {
    for (let i = 0; i < width; i++) scaled[row + i] = (values[row + i] - from[i]) / by[i];
  }
  return { ...samples, inputs: { shape, values: scaled } };
}

/** The least and the largest number of each column. */
function ranges(values: Values, width: number): [number[], number[]] {
  const low = new Array<number>(width).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(width).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < values.length; row += width) {
    for (let i = 0; i < width; i++) {
      const value = values[row + i];
      if (value < low[i]) low[i] = value;
      if (value > high[i]) high[i] = value;
    }
  }
  return [low, high];
}

function moments(values: Values, width: number): { mean: number[]; deviation: number[] } {
  const count = values.length / width;
  const mean = new Array<number>(width).fill(0);
  const squares = new Array<number>(width).fill(0);
  for (let row = 0; row < values.length; row += width) {
    for (let i = 0; i < width; i++) mean[i] += values[row + i];
  }
  for (let i = 0; i < width; i++) mean[i] /= count;
  for (let row = 0; row < values.length; row += width) {
    for (let i = 0; i < width; i++) squares[i] += (values[row + i] - mean[i]) ** 2;
  }
  return { mean, deviation: squares.map((sum) => Math.sqrt(sum / count)) };
}
