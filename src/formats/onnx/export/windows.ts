import type { Node } from "../../../graph/node.ts";
import { mapOf } from "../../../ops/view.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import type { Drawn, Form, Pen } from "./pen.ts";
import type { WrittenAttribute } from "./write.ts";

/** Windows over samples × channels × extents, as our layers take them by a view. */
interface Windows {
  readonly x: Node;
  readonly attributes: Readonly<Record<string, WrittenAttribute>>;
}

/** Windows along one axis. */
interface Along {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly behind: number;
}

/** Along which axis of a view an axis of what is read moves, and how far. */
function movesAlong(view: Node, axis: number): { axis: number; by: number }[] {
  const { coefficients } = mapOf(view.attrs);
  const rank = view.shape.length;
  return Array.from({ length: rank }, (_, i) => ({ axis: i, by: coefficients[axis * rank + i] })).filter(
    ({ by }) => by !== 0,
  );
}

/**
 * The windows of a view whose axes are, in this order, those of `front`, positions inside of windows, and windows.
 * @param place where the axes of samples, of channels, of the first position inside and of the first window stand
 */
function windowsOf(
  view: Node,
  place: {
    readonly sample: number;
    readonly channel: number;
    readonly inside: number;
    readonly window: number;
  },
): Windows | undefined {
  const [x] = view.inputs;
  const rank = x.shape.length - 2;
  if (view.op.name !== "view" || rank < 1 || view.shape.length !== 2 + 2 * rank) return undefined;
  const { offsets } = mapOf(view.attrs);
  const isWhole = (axis: number, at: number) => {
    const moves = movesAlong(view, axis);
    return (
      moves.length === 1 &&
      moves[0].axis === at &&
      moves[0].by === 1 &&
      offsets[axis] === 0 &&
      view.shape[at] === x.shape[axis]
    );
  };
  if (!isWhole(0, place.sample) || !isWhole(1, place.channel)) return undefined;
  const along = Array.from({ length: rank }, (_, d) => axisOf(view, d, place.inside + d, place.window + d));
  if (!along.every((axis) => axis !== undefined)) return undefined;
  const attributes = {
    kernel_shape: { integers: along.map(({ size }) => size) },
    strides: { integers: along.map(({ stride }) => stride) },
    dilations: { integers: along.map(({ dilation }) => dilation) },
    pads: { integers: [...along.map(({ before }) => before), ...along.map(({ behind }) => behind)] },
  };
  return { x, attributes };
}

/** Undefined where an axis is not one that windows move over. */
function axisOf(view: Node, d: number, inside: number, window: number): Along | undefined {
  const moves = movesAlong(view, d + 2);
  const coefficient = (axis: number) => moves.find((move) => move.axis === axis)?.by ?? 0;
  const [size, count] = [view.shape[inside], view.shape[window]];
  const [stride, dilation] = [coefficient(window), coefficient(inside)];
  const before = -mapOf(view.attrs).offsets[d + 2];
  const isWindow = moves.length === 2 && stride > 0 && dilation > 0 && before >= 0;
  const last = (count - 1) * stride + dilation * (size - 1) + 1;
  const behind = Math.max(0, last - view.inputs[0].shape[d + 2] - before);
  return isWindow ? { size, stride, dilation, before, behind } : undefined;
}

/** What `conv2d` builds, found again from its last node on; undefined where a view is something else. */
export function convolutionOf(node: Node, uses: (node: Node) => number): Form | undefined {
  if (node.op.name !== "view" || !isSwap(node)) return undefined;
  const only = (of: Node, name: string) => (of.op.name === name && uses(of) === 1 ? of : undefined);
  const split = only(node.inputs[0], "reshape");
  const net = split?.inputs[0];
  const sum = net && only(net, "add");
  const spread = sum && only(sum.inputs[1], "broadcast");
  const product = net && only(spread ? sum.inputs[0] : net, "matmul");
  if (!product || product.attrs.transposeA || product.attrs.transposeB) return undefined;
  const [rows, columns] = product.inputs;
  const kernels = rows.op.name === "reshape" ? rows.inputs[0] : rows;
  const view = only(columns, "reshape")?.inputs[0];
  if (!view || uses(view) !== 1) return undefined;
  const rank = node.shape.length - 2;
  const windows = windowsOf(view, { sample: 1 + rank, channel: 0, inside: 1, window: 2 + rank });
  const isKernels = kernels.shape.length === rank + 2 && rows.shape[0] === kernels.shape[0];
  if (!windows || !isKernels || sizeOf(kernels.shape.slice(1)) !== rows.shape[1]) return undefined;
  const bias = spread?.inputs[0];
  // a bias that all kernels share is no row of them
  if (bias && bias.shape.length !== 1) return undefined;
  const sources = [windows.x, kernels, ...(bias ? [bias] : [])];
  const draw = ({ drawing, full, extents, called }: Pen): Drawn => ({
    name: drawing.add(
      "Conv",
      sources.map((source) => full(source)),
      windows.attributes,
      called,
    ),
    extents: extents(node),
  });
  return { sources, draw };
}

/** Do the first two axes change places, and nothing else? */
function isSwap(node: Node): boolean {
  const { offsets, outside } = mapOf(node.attrs);
  if (outside !== undefined || node.shape.length < 3 || offsets.some((offset) => offset !== 0)) return false;
  return offsets.every((_, axis) => {
    const moves = movesAlong(node, axis);
    const to = axis < 2 ? 1 - axis : axis;
    return (
      moves.length === 1 &&
      moves[0].axis === to &&
      moves[0].by === 1 &&
      node.shape[to] === node.inputs[0].shape[axis]
    );
  });
}

/** The largest number of each window, with nothing outside that could be it. */
export function maxPoolOf(node: Node, uses: (node: Node) => number): Form | undefined {
  const [view] = node.inputs;
  const rank = view.shape.length / 2 - 1;
  if (view.op.name !== "view" || uses(view) !== 1 || !Number.isInteger(rank)) return undefined;
  const { outside } = mapOf(view.attrs);
  const windows = windowsOf(view, { sample: 0, channel: 1, inside: 2 + rank, window: 2 });
  const axes = [...(node.attrs.axes as readonly number[])].sort((a, b) => a - b);
  const isInside = axes.length === rank && axes.every((axis, d) => axis === 2 + rank + d);
  if (!windows || !isInside) return undefined;
  const { pads } = windows.attributes as { pads: { integers: readonly number[] } };
  if (outside !== Number.NEGATIVE_INFINITY && pads.integers.some((count) => count > 0)) return undefined;
  const draw = ({ drawing, full, extents, called }: Pen): Drawn => ({
    name: drawing.add("MaxPool", [full(windows.x)], windows.attributes, called),
    extents: extents(node),
  });
  return { sources: [windows.x], draw };
}
