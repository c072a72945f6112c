import type { ViewMap } from "../../graph/node.ts";
import { InputError } from "../../tensor/error.ts";
import { formatShape, type Shape } from "../../tensor/shape.ts";

/** One number for all axes, or one for each. */
export type PerAxis = number | readonly number[];

/** How windows lie on what they look at. */
export interface WindowSettings {
  /** How far apart neighbouring windows are. */
  readonly stride?: PerAxis;
  /** Positions around the outside; "same": as many as give ⌈extent / stride⌉ windows, the odd one behind. Default: 0. */
  readonly padding?: PerAxis | "same";
  /** How far apart the positions of a window are. Default: 1. */
  readonly dilation?: PerAxis;
}

/** Windows along one axis. */
interface AxisWindows {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** Positions outside, before the first one inside. */
  readonly before: number;
  readonly count: number;
}

/**
 * The windows along each of the last axes of a sample, channels × extents.
 * @throws InputError where there is not a single one
 */
export function windowsOf(
  size: PerAxis,
  settings: WindowSettings,
  input: Shape,
  rank: number,
  defaultStride: PerAxis = 1,
): AxisWindows[] {
  if (input.length !== rank + 1) {
    const wanted = rank === 1 ? "channels × length" : "channels × height × width";
    throw new InputError(`expected ${wanted}, found ${formatShape(input)}${rowHint(input, rank)}`);
  }
  const sizes = perAxis("window", size, rank);
  const strides = perAxis("stride", settings.stride ?? defaultStride, rank);
  const dilations = perAxis("dilation", settings.dilation ?? 1, rank);
  const { padding = 0 } = settings;
  const around = padding === "same" ? undefined : perAxis("padding", padding, rank);
  return sizes.map((one, d): AxisWindows => {
    const extent = input[d + 1];
    const [stride, dilation] = [strides[d], dilations[d]];
    const reach = dilation * (one - 1) + 1;
    const same = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + reach - extent);
    const [before, all] = around ? [around[d], 2 * around[d]] : [Math.floor(same / 2), same];
    const count = Math.floor((extent + all - reach) / stride) + 1;
    if (before >= reach) {
      throw new InputError(`expected padding below ${reach}, which a window reaches over, found ${before}`);
    }
    if (count < 1) {
      throw new InputError(
        `expected an input that a window of ${reach} fits into, found ${extent} (${formatShape(input)})${all > 0 ? ` with ${all} of padding` : ""}`,
      );
    }
    return { size: one, stride, dilation, before, count };
  });
}

function rowHint(input: Shape, rank: number): string {
  return input.length === 1
    ? `; put reshape before it, as [1, ${rank === 1 ? input[0] : "height, width"}]`
    : "";
}

/** @throws InputError where a list has not as many numbers as there are axes */
export function perAxis(name: string, value: PerAxis, rank: number): readonly number[] {
  if (typeof value === "number") return new Array<number>(rank).fill(value);
  if (value.length === rank) return value;
  throw new InputError(`${name}: expected one number, or ${rank} of them, found ${value.length}`);
}

/** What one axis of a view stands for in samples × channels × extents. */
export type ViewAxis = "sample" | "channel" | { readonly window: number } | { readonly inside: number };

/** The view of all windows, with the given axes. */
export function windowView(
  axes: readonly ViewAxis[],
  windows: readonly AxisWindows[],
  [samples, channels]: readonly [samples: number, channels: number],
): { shape: Shape; map: ViewMap } {
  const shape = axes.map((axis) => {
    if (axis === "sample") return samples;
    if (axis === "channel") return channels;
    return "window" in axis ? windows[axis.window].count : windows[axis.inside].size;
  });
  const rows: ((axis: ViewAxis) => number)[] = [
    (axis) => Number(axis === "sample"),
    (axis) => Number(axis === "channel"),
    ...windows.map(({ stride, dilation }, d) => (axis: ViewAxis) => {
      if (typeof axis === "string") return 0;
      if ("window" in axis) return axis.window === d ? stride : 0;
      return axis.inside === d ? dilation : 0;
    }),
  ];
  const map = {
    offsets: [0, 0, ...windows.map(({ before }) => -before)],
    coefficients: rows.flatMap((row) => axes.map(row)),
  };
  return { shape, map };
}
