import fc from "fast-check";
import type { LayerSpec } from "../../src/nn/spec.ts";
import type { Windows } from "./layer-loops.ts";

/** A convolution or a pooling, drawn; and what a plain loop needs to know of it. */
export interface RandomWindows {
  readonly layer: LayerSpec;
  readonly kind: "convolution" | "max" | "average";
  readonly inputs: readonly number[];
  readonly samples: number;
  readonly kernels: number;
  readonly groups: number;
  readonly windows: Windows;
  readonly seed: number;
}

interface Axis {
  readonly extent: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
}

const number = (min: number, max: number) => fc.integer({ min, max });

const axis: fc.Arbitrary<Axis> = fc
  .record({
    extent: number(5, 11),
    size: number(1, 3),
    stride: number(1, 3),
    dilation: number(1, 2),
    p: number(0, 4),
  })
  .map(({ p, ...rest }) => ({ ...rest, padding: p % (rest.dilation * (rest.size - 1) + 1) }));

/** @param largest how many kernels and channels of a group there are at the most */
export function randomWindows(largest: number): fc.Arbitrary<RandomWindows> {
  return fc
    .record({
      kind: fc.constantFrom(
        "convolution" as const,
        "convolution" as const,
        "max" as const,
        "average" as const,
      ),
      rank: fc.constantFrom(1, 2, 2),
      height: axis,
      width: axis,
      isSame: fc.boolean(),
      groups: fc.constantFrom(1, 1, 2),
      inGroup: number(1, largest),
      perGroup: number(1, largest),
      samples: number(1, 3),
      seed: fc.nat(1000),
    })
    .map(({ kind, rank, height, width, isSame, groups, inGroup, perGroup, samples, seed }) => {
      const isConvolution = kind === "convolution";
      const flat: Axis = { extent: 1, size: 1, stride: 1, dilation: 1, padding: 0 };
      const axes = (rank === 1 ? [width] : [height, width]).map((one) => ({
        ...one,
        dilation: isConvolution ? one.dilation : 1,
        padding: isConvolution ? one.padding : one.padding % one.size,
      }));
      const each = (key: keyof Axis) => axes.map((one) => one[key]);
      const channels = isConvolution ? groups * inGroup : inGroup;
      const kernels = isConvolution ? groups * perGroup : channels;
      const settings = { stride: each("stride"), padding: isSame ? ("same" as const) : each("padding") };
      const all = rank === 1 ? [flat, axes[0]] : axes;
      return {
        layer: layerOf(kind, rank, kernels, groups, each("size"), each("dilation"), settings),
        kind,
        inputs: [channels, ...each("extent")],
        samples,
        kernels,
        groups: isConvolution ? groups : 1,
        windows: loopsOf(all, isSame),
        seed,
      };
    });
}

function layerOf(
  kind: RandomWindows["kind"],
  rank: number,
  kernels: number,
  groups: number,
  size: readonly number[],
  dilation: readonly number[],
  settings: { stride: number[]; padding: "same" | number[] },
): LayerSpec {
  if (kind === "convolution") {
    const common = { kernel: size, dilation, groups, bias: { values: 0.25 }, ...settings };
    return rank === 1 ? { conv1d: kernels, ...common } : { conv2d: kernels, ...common };
  }
  if (kind === "max") return rank === 1 ? { maxPool1d: size, ...settings } : { maxPool2d: size, ...settings };
  return rank === 1 ? { averagePool1d: size, ...settings } : { averagePool2d: size, ...settings };
}

/** "same" as TensorFlow defines it: ⌈extent / stride⌉ windows, the odd position of padding behind. */
function loopsOf([rows, columns]: readonly Axis[], isSame: boolean): Windows {
  const along = ({ extent, size, stride, dilation, padding }: Axis): [before: number, count: number] => {
    const reach = dilation * (size - 1) + 1;
    if (!isSame) return [padding, Math.floor((extent + 2 * padding - reach) / stride) + 1];
    const count = Math.ceil(extent / stride);
    return [Math.floor(Math.max(0, (count - 1) * stride + reach - extent) / 2), count];
  };
  const [[top, down], [left, across]] = [along(rows), along(columns)];
  return {
    size: [rows.size, columns.size],
    stride: [rows.stride, columns.stride],
    dilation: [rows.dilation, columns.dilation],
    before: [top, left],
    count: [down, across],
  };
}
