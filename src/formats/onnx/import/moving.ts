import type { Node } from "../../../graph/node.ts";
import { permuted } from "../../../nn/layers/assemble.ts";
import type { Ops } from "../../../ops/index.ts";

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
