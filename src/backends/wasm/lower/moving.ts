import type { Index } from "../../../graph/expression.ts";
import type { Attrs, Node, ViewMap } from "../../../graph/node.ts";
import { reshape } from "../../../ops/reshape.ts";
import { mapOf } from "../../../ops/view.ts";
import { type Shape, sizeOf, stridesOf } from "../../../tensor/shape.ts";
import { affine } from "./affine.ts";

/** The node whose memory a reshaped one shares. */
export function rootOf(node: Node): Node {
  return node.op === reshape ? rootOf(node.inputs[0]) : node;
}

/** Where a view reads, along each axis of what it reads. */
export function placeRead({ offsets, coefficients }: ViewMap, at: readonly Index[]): Index[] {
  return offsets.map((offset, axis) =>
    affine(
      offset,
      at.map((index, i) => ({ index, times: coefficients[axis * at.length + i] })),
    ),
  );
}

/** The lowest and the highest place that a view of the given shape reads along each axis. */
export function reachOf({ offsets, coefficients }: ViewMap, shape: Shape): { low: number; high: number }[] {
  return offsets.map((offset, axis) => {
    let [low, high] = [offset, offset];
    for (const [i, size] of shape.entries()) {
      const most = coefficients[axis * shape.length + i] * (size - 1);
      if (most < 0) low += most;
      else high += most;
    }
    return { low, high };
  });
}

/** Does a view never read outside? */
export function isInside(map: ViewMap, shape: Shape, read: Shape): boolean {
  return reachOf(map, shape).every(({ low, high }, axis) => low >= 0 && high < read[axis]);
}

/** The map of a view of a view. */
export function composed(outer: ViewMap, inner: ViewMap, shape: Shape): ViewMap {
  const middle = outer.offsets.length;
  const offsets = inner.offsets.map((offset, k) =>
    outer.offsets.reduce((sum, o, m) => sum + inner.coefficients[k * middle + m] * o, offset),
  );
  const coefficients = inner.offsets.flatMap((_, k) =>
    shape.map((_size, axis) =>
      outer.offsets.reduce(
        (sum, _o, m) =>
          sum + inner.coefficients[k * middle + m] * outer.coefficients[m * shape.length + axis],
        0,
      ),
    ),
  );
  return { offsets, coefficients };
}

/** How far a view moves in what it reads, in elements, with each of its axes. */
export function flatStrides({ coefficients }: ViewMap, shape: Shape, read: Shape): number[] {
  const strides = stridesOf(read);
  return shape.map((_, axis) =>
    strides.reduce((sum, stride, k) => sum + coefficients[k * shape.length + axis] * stride, 0),
  );
}

/** Does it read no element twice? Told for what moves like digits do; false where it cannot be told. */
export function isInjective(map: ViewMap, shape: Shape, read: Shape): boolean {
  const moving = flatStrides(map, shape, read)
    .map((stride, axis) => ({ stride: Math.abs(stride), size: shape[axis] }))
    .filter(({ size }) => size > 1)
    .sort((a, b) => a.stride - b.stride);
  let reach = 0;
  for (const { stride, size } of moving) {
    if (stride <= reach) return false;
    reach += stride * (size - 1);
  }
  return true;
}

/** Does it read every element once? */
export function isBijective(map: ViewMap, shape: Shape, read: Shape): boolean {
  return sizeOf(shape) === sizeOf(read) && isInside(map, shape, read) && isInjective(map, shape, read);
}

/** Axes of the positions that are alone in deciding where along some axes of the target they go. */
export function privateAxes({ offsets, coefficients }: ViewMap, rank: number): boolean[] {
  return Array.from({ length: rank }, (_, axis) =>
    offsets.every((_offset, k) => {
      const used = Array.from({ length: rank }, (_, i) => coefficients[k * rank + i] !== 0);
      return !used[axis] || used.filter(Boolean).length === 1;
    }),
  ).map((isAlone, axis) => isAlone && offsets.some((_, k) => coefficients[k * rank + axis] !== 0));
}

/** The attributes of a view, or of what flows back through one. */
export function viewAttrs(shape: Shape, map: ViewMap): Attrs {
  return { shape, ...map };
}

export function shiftedBy({ offsets, coefficients }: ViewMap, by: readonly number[]): ViewMap {
  return { coefficients, offsets: offsets.map((offset, axis) => offset + by[axis]) };
}

/** Each axis as it is, moved. */
export function cropMap(offsets: readonly number[]): ViewMap {
  const rank = offsets.length;
  return { offsets, coefficients: identity(rank) };
}

function identity(rank: number): number[] {
  return Array.from({ length: rank * rank }, (_, i) => (Math.floor(i / rank) === i % rank ? 1 : 0));
}

/** The map of a view's attributes. */
export function mapOfNode({ attrs }: Node): ViewMap {
  return mapOf(attrs);
}

/**
 * Where an element of a reshaped node is in the node itself, where each axis of it is one axis or several; undefined where an
 * axis would have to be divided to be found.
 */
export function splitPlace(from: Shape, to: Shape, at: readonly Index[]): Index[] | undefined {
  const place: Index[] = [];
  let axis = 0;
  for (const extent of from) {
    const first = axis;
    let size = 1;
    while (axis < to.length && (size < extent || to[axis] === 1)) size *= to[axis++];
    if (size !== extent) return undefined;
    const strides = stridesOf(to.slice(first, axis));
    place.push(
      affine(
        0,
        strides.map((times, i) => ({ index: at[first + i], times })),
      ),
    );
  }
  return axis === to.length ? place : undefined;
}

/** Is every axis of what is reshaped one axis or several of the result? */
export function isSplit({ inputs: [x], shape }: Node): boolean {
  return (
    splitPlace(
      x.shape,
      shape,
      shape.map(() => 0),
    ) !== undefined
  );
}
