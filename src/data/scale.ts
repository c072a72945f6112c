/** none: as they are. unit: to 0 … 1. standard: to mean 0 and standard deviation 1. */
export type ScaleName = "none" | "unit" | "standard";
export const scaleNames: readonly ScaleName[] = ["none", "unit", "standard"];

/** What stands in the place of a missing number: the mean or the median of the training part. */
export type FillName = "mean" | "median";

/** What is known of the numbers of a column, for each of its numbers; missing ones are left out. */
export interface Statistics {
  readonly count: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly mean: readonly number[];
  /** The standard deviation over all of them. */
  readonly deviation: readonly number[];
  /** Where it was asked for. */
  readonly median?: readonly number[];
}

/** (x − shift) / divisor for each number. */
export interface Scaling {
  readonly shift: readonly number[];
  readonly divisor: readonly number[];
}

export function scalingOf(scale: ScaleName, { low, high, mean, deviation }: Statistics): Scaling {
  if (scale === "none") return { shift: low.map(() => 0), divisor: low.map(() => 1) };
  if (scale === "unit") return { shift: [...low], divisor: low.map((least, i) => high[i] - least || 1) };
  // of constant numbers rounding would leave a deviation: they are only shifted
  const isConstant = (i: number) => low[i] === high[i];
  return {
    shift: mean.map((shift, i) => (isConstant(i) ? low[i] : shift)),
    divisor: deviation.map((divisor, i) => (isConstant(i) ? 1 : divisor || 1)),
  };
}

/**
 * The statistics of the given rows of `width` numbers each, NaN left out, in two passes.
 * @param values rows × width, row-major
 */
export function statisticsOf(
  values: ArrayLike<number>,
  width: number,
  rows: ArrayLike<number>,
  fill: FillName,
): Statistics {
  const count = new Array<number>(width).fill(0);
  const low = new Array<number>(width).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(width).fill(Number.NEGATIVE_INFINITY);
  const mean = new Array<number>(width).fill(0);
  const squares = new Array<number>(width).fill(0);
  for (let n = 0; n < rows.length; n++) {
    const from = rows[n] * width;
    for (let i = 0; i < width; i++) {
      const value = values[from + i];
      if (Number.isNaN(value)) continue;
      count[i]++;
      mean[i] += value;
      if (value < low[i]) low[i] = value;
      if (value > high[i]) high[i] = value;
    }
  }
  for (let i = 0; i < width; i++) mean[i] /= count[i];
  for (let n = 0; n < rows.length; n++) {
    const from = rows[n] * width;
    for (let i = 0; i < width; i++) {
      const value = values[from + i];
      if (!Number.isNaN(value)) squares[i] += (value - mean[i]) ** 2;
    }
  }
  return {
    count,
    low,
    high,
    mean,
    deviation: squares.map((sum, i) => Math.sqrt(sum / count[i])),
    ...(fill === "median" && { median: medians(values, width, rows) }),
  };
}

function medians(values: ArrayLike<number>, width: number, rows: ArrayLike<number>): number[] {
  return Array.from({ length: width }, (_, i) => {
    const column = Float64Array.from(rows, (row) => values[row * width + i])
      .filter((value) => !Number.isNaN(value))
      .sort();
    const middle = column.length >> 1;
    return column.length % 2 === 1 ? column[middle] : (column[middle - 1] + column[middle]) / 2;
  });
}
