import { lossOf, metricsOf, type Samples, tensor } from "../../src/index.ts";
import type { Prepared } from "./data.ts";
import type { Classes, Images, Surface } from "./protocol.ts";

/** A matrix of more classes would not be read. */
const MOST_CLASSES = 20;
/** More samples are not measured while somebody waits. */
const MOST_MEASURED = 2000;
/** Of fewer samples there is nothing to count. */
const FEWEST = 4;
const SIDE = 48;
const MOST_POINTS = 600;
const PICTURES = 20;

/** Of samples that are of classes: which are taken for which. */
export function classesOf({ data, session }: Prepared): Classes | undefined {
  const samples = firstRows(data.test ?? data.train, MOST_MEASURED);
  if (samples.inputs.shape[0] < FEWEST) return undefined;
  const { confusion, accuracy } = metricsOf(session, samples, ["confusion", "accuracy"]);
  if (!confusion || accuracy === undefined || confusion.length > MOST_CLASSES) return undefined;
  const names = samples.classes ?? confusion.map((_, i) => String(i));
  return { names, confusion, accuracy, isTest: data.test !== undefined };
}

/** What a network of two inputs makes of the plane. */
export function surfaceOf({ data, session }: Prepared): Surface | undefined {
  const { inputs, targets } = data.train;
  if (inputs.shape.length !== 2 || inputs.shape[1] !== 2 || inputs.shape[0] < FEWEST) return undefined;
  const outputs = targets.shape[1];
  const [x, y] = [0, 1].map((column) => rangeOf(inputs.values, column));
  const grid = new Float64Array(SIDE * SIDE * 2);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const at = 2 * (row * SIDE + column);
      grid[at] = x[0] + ((column + 0.5) / SIDE) * (x[1] - x[0]);
      grid[at + 1] = y[1] - ((row + 0.5) / SIDE) * (y[1] - y[0]);
    }
  }
  const { predictions } = session.measure({
    inputs: tensor([SIDE * SIDE, 2], grid),
    targets: tensor([SIDE * SIDE, outputs], new Float64Array(SIDE * SIDE * outputs)),
  });
  const isSigned = lossOf(session.options.model.loss).targets === "signs";
  const count = Math.min(inputs.shape[0], MOST_POINTS);
  const points = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    points.set(inputs.values.subarray(2 * i, 2 * i + 2), 3 * i);
    points[3 * i + 2] = classAt(targets.values, i, outputs, isSigned);
  }
  const scaled = outputs === 1 ? predictions.map((value) => (isSigned ? value : 2 * value - 1)) : predictions;
  return { side: SIDE, values: Float32Array.from(scaled), outputs, x, y, points };
}

/** Of many outputs the largest; of one, 1 where it says yes. */
function classAt(targets: ArrayLike<number>, row: number, outputs: number, isSigned: boolean): number {
  if (outputs === 1) return targets[row] > (isSigned ? 0 : 0.5) ? 1 : 0;
  let best = 0;
  for (let i = 1; i < outputs; i++) {
    if (targets[row * outputs + i] > targets[row * outputs + best]) best = i;
  }
  return best;
}

/** Samples of a square number of inputs, as pictures with what the network says of them. */
export function imagesOf({ data, session }: Prepared): Images | undefined {
  const from = data.test ?? data.train;
  const side = Math.sqrt(from.inputs.shape.slice(1).reduce((a, b) => a * b, 1));
  if (!Number.isInteger(side) || side < 5 || !from.classes) return undefined;
  const samples = firstRows(from, PICTURES);
  const { predictions } = session.measure(samples);
  const outputs = samples.targets.shape[1];
  const [low, high] = extremes(samples.inputs.values);
  const nameAt = (values: ArrayLike<number>, row: number) =>
    samples.classes?.[classAt(values, row, outputs, false)] ?? "";
  return {
    side,
    pixels: Float32Array.from(samples.inputs.values, (value) => (value - low) / (high - low || 1)),
    labels: Array.from({ length: samples.inputs.shape[0] }, (_, row) => ({
      is: nameAt(samples.targets.values, row),
      said: nameAt(predictions, row),
    })),
  };
}

function firstRows(samples: Samples, most: number): Samples {
  const count = Math.min(most, samples.inputs.shape[0]);
  if (count === samples.inputs.shape[0]) return samples;
  const rows = ({ shape, values }: Samples["inputs"]) => {
    const rest = shape.slice(1);
    return { shape: [count, ...rest], values: values.subarray(0, count * rest.reduce((a, b) => a * b, 1)) };
  };
  return { ...samples, inputs: rows(samples.inputs), targets: rows(samples.targets) };
}

/** With a margin around it. */
function rangeOf(values: ArrayLike<number>, column: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = column; i < values.length; i += 2) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  const margin = (high - low || 1) * 0.12;
  return [low - margin, high + margin];
}

function extremes(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return [low, high];
}
