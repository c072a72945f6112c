import type { Node, ViewMap } from "../../../graph/node.ts";
import { mapOf } from "../../../ops/view.ts";
import { InputError } from "../../../tensor/error.ts";
import { positionOf, sizeOf } from "../../../tensor/shape.ts";
import type { Drawing } from "./drawing.ts";
import { type Extent, isBatch, sameExtent } from "./extent.ts";

/** How one axis of what is read is read. */
interface AxisReading {
  readonly extent: Extent;
  readonly offset: number;
  /** The axes of the view that move along it, in order, and how far. */
  readonly moves: readonly { readonly axis: number; readonly by: number; readonly size: number }[];
  /** Its numbers come as they are. */
  readonly isPlain: boolean;
}

/**
 * A view as ONNX operations: what lies outside is padded, each axis is then read by itself (sliced, or gathered by a table of
 * places, as the windows of a convolution are), and all axes are put in order. What has extent 1 in place of its own is yet to be
 * broadcast.
 * @param x what is read, in full
 */
export function drawView(
  drawing: Drawing,
  node: Node,
  x: string,
  from: readonly Extent[],
  to: readonly Extent[],
): { name: string; extents: Extent[] } {
  const map = mapOf(node.attrs);
  const read = from.map((extent, axis) => readingOf(map, extent, axis, from, to));
  const used = read.flatMap(({ moves }) => moves.map(({ axis }) => axis));
  if (new Set(used).size < used.length) {
    throw new InputError(`onnx: a view along a diagonal, %${node.id}, has no form in ONNX that is written`);
  }
  const padded = pad(drawing, x, read, map.outside ?? 0);
  const sliced = slice(drawing, padded.name, padded.read);
  const gathered = gather(drawing, sliced, padded.read);
  const inOrder = used.map((_, i) => i).sort((a, b) => used[a] - used[b]);
  const isInOrder = inOrder.every((from, i) => from === i);
  const moved = isInOrder ? gathered : drawing.add("Transpose", [gathered], { perm: { integers: inOrder } });
  // axes along which nothing moves
  const still = to.map((_, axis) => axis).filter((axis) => !used.includes(axis));
  const name = still.length === 0 ? moved : drawing.add("Unsqueeze", [moved, drawing.integers(still)]);
  return { name, extents: to.map((extent, axis) => (still.includes(axis) ? 1 : extent)) };
}

function readingOf(
  { offsets, coefficients }: ViewMap,
  extent: Extent,
  axis: number,
  from: readonly Extent[],
  to: readonly Extent[],
): AxisReading {
  const moving = to
    .map((size, i) => ({ axis: i, by: coefficients[axis * to.length + i], size }))
    .filter(({ by }) => by !== 0);
  const offset = offsets[axis];
  const isPlain =
    moving.length === 1 && moving[0].by === 1 && offset === 0 && sameExtent(moving[0].size, from[axis]);
  const moves = moving.map(({ size, ...move }) => {
    if (isPlain) return { ...move, size: 0 };
    if (isBatch(size) || isBatch(extent)) {
      throw new InputError("onnx: expected every sample to be read by itself, found a view that mixes them");
    }
    return { ...move, size };
  });
  if (isBatch(extent) && !isPlain) {
    throw new InputError("onnx: expected every sample to be read by itself, found a view of some samples");
  }
  return { extent, offset, moves, isPlain };
}

/** Numbers around what is read, as many as it takes for nothing to lie outside. */
function pad(
  drawing: Drawing,
  x: string,
  read: readonly AxisReading[],
  outside: number,
): { name: string; read: readonly AxisReading[] } {
  const around = read.map(({ extent, offset, moves, isPlain }) => {
    if (isPlain || isBatch(extent)) return { before: 0, behind: 0 };
    const reach = (sign: number) =>
      moves.reduce((sum, { by, size }) => (by * sign > 0 ? sum + by * (size - 1) : sum), offset);
    return { before: Math.max(0, -reach(-1)), behind: Math.max(0, reach(1) - extent + 1) };
  });
  if (around.every(({ before, behind }) => before === 0 && behind === 0)) return { name: x, read };
  const pads = [...around.map(({ before }) => before), ...around.map(({ behind }) => behind)];
  const name = drawing.add("Pad", [x, drawing.integers(pads), drawing.number(outside)]);
  const moved = read.map((axis, i) =>
    axis.isPlain || isBatch(axis.extent)
      ? axis
      : {
          ...axis,
          extent: axis.extent + around[i].before + around[i].behind,
          offset: axis.offset + around[i].before,
        },
  );
  return { name, read: moved };
}

/** Axes along which one axis of the view moves. */
function slice(drawing: Drawing, x: string, read: readonly AxisReading[]): string {
  const sliced = read
    .map((axis, i) => ({ ...axis, i }))
    .filter(({ moves, isPlain, extent, offset }) => {
      const isWhole = moves.length === 1 && moves[0].by === 1 && offset === 0 && moves[0].size === extent;
      return moves.length === 1 && !isPlain && !isWhole;
    });
  if (sliced.length === 0) return x;
  // an end before the first place is written as one far before it
  const ends = sliced.map(({ offset, moves: [{ by, size }] }) => {
    const end = offset + by * size;
    return end < 0 ? -(2 ** 31) : end;
  });
  return drawing.add("Slice", [
    x,
    drawing.integers(sliced.map(({ offset }) => offset)),
    drawing.integers(ends),
    drawing.integers(sliced.map(({ i }) => i)),
    drawing.integers(sliced.map(({ moves: [{ by }] }) => by)),
  ]);
}

/** Axes along which several axes of the view move, or none: by a table of places, the last axis first. */
function gather(drawing: Drawing, x: string, read: readonly AxisReading[]): string {
  let name = x;
  for (const [i, { offset, moves }] of [...read.entries()].reverse()) {
    if (moves.length === 1) continue;
    const sizes = moves.map(({ size }) => size);
    const places = Array.from({ length: sizeOf(sizes) }, (_, n) =>
      positionOf(sizes, n).reduce((sum, p, k) => sum + p * moves[k].by, offset),
    );
    name = drawing.add("Gather", [name, drawing.integers(places, sizes)], { axis: { integer: i } });
  }
  return name;
}
