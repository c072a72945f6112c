import type { Node } from "../../../graph/node.ts";
import { permuted } from "../../../nn/layers/assemble.ts";
import type { Ops } from "../../../ops/index.ts";
import { sizeOf } from "../../../tensor/shape.ts";

/** Axes in another order; nothing is done where they are in that order already. */
export function permutedTo(ops: Ops, x: Node, order: readonly number[]): Node {
  return order.every((axis, i) => axis === i) ? x : permuted(ops, x, order);
}

/** An axis read from `offset` on in steps, `extent` times; `outside` stands beyond its ends. */
export function readAlong(
  ops: Ops,
  x: Node,
  axis: number,
  extent: number,
  offset: number,
  step = 1,
  outside = 0,
): Node {
  const shape = x.shape.map((size, i) => (i === axis ? extent : size));
  return read(
    ops,
    x,
    shape,
    x.shape.map((_, i) => (i === axis ? offset : 0)),
    x.shape.map((_, i) => (i === axis ? step : 1)),
    outside,
  );
}

/** Every axis read from an offset on in steps. */
export function read(
  ops: Ops,
  x: Node,
  shape: readonly number[],
  offsets: readonly number[],
  steps: readonly number[],
  outside = 0,
): Node {
  const coefficients = shape.flatMap((_, from) =>
    shape.map((_extent, to) => (from === to ? steps[from] : 0)),
  );
  const map = { offsets, coefficients };
  return ops.view(x, shape, outside === 0 ? map : { ...map, outside });
}

/** Rows along an axis, in whose place the axes of the indices come. */
export function gathered(ops: Ops, x: Node, indices: Node, axis: number): Node {
  const order = [axis, ...[...x.shape.keys()].filter((i) => i !== axis)];
  const moved = permutedTo(ops, x, order);
  const rows = ops.reshape(moved, [x.shape[axis], sizeOf(moved.shape.slice(1))]);
  const chosen = ops.reshape(ops.gather(rows, indices), [...indices.shape, ...moved.shape.slice(1)]);
  const own = indices.shape.length;
  // those of the indices go where the axis was
  const back = [
    ...Array.from({ length: axis }, (_, i) => own + i),
    ...Array.from({ length: own }, (_, i) => i),
    ...Array.from({ length: x.shape.length - 1 - axis }, (_, i) => own + axis + i),
  ];
  return permutedTo(ops, chosen, back);
}
