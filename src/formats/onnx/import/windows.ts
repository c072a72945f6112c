import type { ViewMap } from "../../../graph/node.ts";
import type { Shape } from "../../../tensor/shape.ts";
import type { Call } from "./call.ts";

/** Windows along one axis: how many, of which size, where the first begins, and how far apart they and their positions are. */
export interface Axis {
  readonly extent: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly behind: number;
  readonly count: number;
}

/** The windows that the attributes of a convolution or a pooling say, along each axis behind samples and channels. */
export function windowAxes(call: Call, extents: Shape, kernel: Shape): Axis[] {
  const rank = extents.length;
  if (kernel.length !== rank) throw call.fail(`expected a kernel of ${rank} axes, found ${kernel.length}`);
  const each = (name: string, otherwise: number) => call.integers(name) ?? extents.map(() => otherwise);
  const [strides, dilations] = [each("strides", 1), each("dilations", 1)];
  const pads = call.integers("pads") ?? new Array<number>(2 * rank).fill(0);
  const auto = call.text("auto_pad", "NOTSET");
  const isUp = call.integer("ceil_mode", 0) === 1;
  return extents.map((extent, d) => {
    const [size, stride, dilation] = [kernel[d], strides[d], dilations[d]];
    if (!(size > 0 && stride > 0 && dilation > 0))
      throw call.fail("expected windows, strides and dilations from 1");
    const reach = dilation * (size - 1) + 1;
    if (auto.startsWith("SAME")) {
      const count = Math.ceil(extent / stride);
      const around = Math.max(0, (count - 1) * stride + reach - extent);
      const less = Math.floor(around / 2);
      const before = auto === "SAME_UPPER" ? less : around - less;
      return { extent, size, stride, dilation, before, behind: around - before, count };
    }
    const [before, behind] = auto === "VALID" ? [0, 0] : [pads[d] ?? 0, pads[d + rank] ?? 0];
    const room = (extent + before + behind - reach) / stride;
    let count = (isUp ? Math.ceil(room) : Math.floor(room)) + 1;
    // a window that begins in the padding behind is none
    if (isUp && (count - 1) * stride >= extent + before) count--;
    if (!(count >= 1))
      throw call.fail(`expected an input that a window of ${reach} fits into, found ${extent}`);
    return { extent, size, stride, dilation, before, behind, count };
  });
}

/** One axis of a view: that of an axis in front as it is, or what moves along one of the axes with windows. */
export type ViewAxis = { readonly front: number } | { readonly window: number } | { readonly inside: number };

/** The view of all windows over `front` axes and those with windows, with axes in the given order. */
export function windowView(
  axes: readonly ViewAxis[],
  front: Shape,
  windows: readonly Axis[],
): { shape: Shape; map: ViewMap } {
  const shape = axes.map((axis) => {
    if ("front" in axis) return front[axis.front];
    return "window" in axis ? windows[axis.window].count : windows[axis.inside].size;
  });
  const rows = [
    ...front.map((_, k) => axes.map((axis) => Number("front" in axis && axis.front === k))),
    ...windows.map(({ stride, dilation }, d) =>
      axes.map((axis) => {
        if ("window" in axis && axis.window === d) return stride;
        return "inside" in axis && axis.inside === d ? dilation : 0;
      }),
    ),
  ];
  const map = {
    offsets: [...front.map(() => 0), ...windows.map(({ before }) => -before)],
    coefficients: rows.flat(),
  };
  return { shape, map };
}

export function frontAxes(count: number): ViewAxis[] {
  return Array.from({ length: count }, (_, front) => ({ front }));
}

export function windowsIn(windows: readonly Axis[]): ViewAxis[] {
  return windows.map((_, window) => ({ window }));
}

export function insideOf(windows: readonly Axis[]): ViewAxis[] {
  return windows.map((_, inside) => ({ inside }));
}
