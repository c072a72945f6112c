/** From this ratio on, equal steps of an axis are equal factors. */
const LOGARITHMIC = 30;
const TICKS = 5;
/** Below it there are too few numbers to count with. */
const SMALLEST = 1e-300;

/** How numbers stand on an axis, from 0 to 1. */
export interface Axis {
  readonly isLogarithmic: boolean;
  readonly ticks: readonly number[];
  place(value: number): number;
}

/** An axis for numbers that are finite, logarithmic where they differ much in size and that is allowed. */
export function axisOf(values: readonly number[], mayBeLogarithmic = false): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (mayBeLogarithmic && low > 0 && high / low >= LOGARITHMIC) return logarithmic(low, high);
  return linear(low, high);
}

/** From a round number to a round number, both ticks. */
function linear(low: number, high: number): Axis {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // what differs in its last digits alone is drawn as a line
  const spread = high - low > 1e-9 * size ? high - low : size || 1;
  const step = roundStep(Math.max(spread, SMALLEST) / TICKS);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.max(Math.ceil(high / step - 1e-9), from + 1);
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => withoutNoise((from + i) * step));
  const [first, last] = [from * step, to * step];
  return { isLogarithmic: false, ticks, place: (value) => (value - first) / (last - first) };
}

/** Powers of ten, and what lies in between where there are few of them. */
function logarithmic(low: number, high: number): Axis {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const powers = range(Math.floor(from), Math.ceil(to));
  const every = Math.ceil(powers.length / (TICKS + 1));
  const factors = powers.length <= 3 ? [1, 3] : [1];
  const ticks = powers
    .filter((_, i) => i % every === 0)
    .flatMap((power) => factors.map((factor) => withoutNoise(factor * 10 ** power)))
    .filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  return {
    isLogarithmic: true,
    ticks,
    place: (value) => (Math.log10(value) - from) / (to - from),
  };
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= least * 0.999) ?? 10;
  return factor * power;
}

/** 0.3 rather than 0.30000000000000004 */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
