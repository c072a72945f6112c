import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import type { Shape } from "../../tensor/shape.ts";

/** Tensors one behind the other along an axis. */
export function joined(ops: Ops, parts: readonly Node[], axis: number): Node {
  const extent = parts.reduce((sum, { shape }) => sum + shape[axis], 0);
  const whole = parts[0].shape.map((size, i) => (i === axis ? extent : size));
  let start = 0;
  return assembled(
    ops,
    parts.map((part) => {
      const offsets = whole.map((_, i) => (i === axis ? start : 0));
      start += part.shape[axis];
      return ops.unview(part, whole, { offsets, coefficients: keptAxes(whole.length) });
    }),
  );
}

/** Tensors of one shape, one behind the other along a new axis. */
export function stacked(ops: Ops, parts: readonly Node[], axis: number): Node {
  const [{ shape }] = parts;
  const whole = [...shape.slice(0, axis), parts.length, ...shape.slice(axis)];
  return assembled(
    ops,
    parts.map((part, place) =>
      ops.unview(part, whole, { offsets: at(whole, axis, place), coefficients: leftOut(whole, axis) }),
    ),
  );
}

/** What stands at one place of an axis, which vanishes. */
export function takenAt(ops: Ops, x: Node, axis: number, place: number): Node {
  const shape = x.shape.filter((_, i) => i !== axis);
  return ops.view(x, shape, { offsets: at(x.shape, axis, place), coefficients: leftOut(x.shape, axis) });
}

/** A part of an axis. */
export function sliceOf(ops: Ops, x: Node, axis: number, start: number, extent: number): Node {
  const shape = x.shape.map((size, i) => (i === axis ? extent : size));
  return ops.view(x, shape, { offsets: at(x.shape, axis, start), coefficients: keptAxes(shape.length) });
}

/** Axes in another order: axis i of the result is axis `order[i]`. */
export function permuted(ops: Ops, x: Node, order: readonly number[]): Node {
  const coefficients = x.shape.flatMap((_, from) => order.map((axis) => Number(axis === from)));
  return ops.view(
    x,
    order.map((axis) => x.shape[axis]),
    { offsets: x.shape.map(() => 0), coefficients },
  );
}

/** Zeros wherever a part is not: what is added up has one part at each place. */
function assembled(ops: Ops, parts: readonly Node[]): Node {
  return parts.reduce((sum, part) => ops.apply("add", sum, part));
}

function at(shape: Shape, axis: number, place: number): number[] {
  return shape.map((_, i) => (i === axis ? place : 0));
}

function keptAxes(rank: number): number[] {
  return Array.from({ length: rank * rank }, (_, i) => Number(Math.floor(i / rank) === i % rank));
}

/** Each axis of the whole from that of a part, which lacks one. */
function leftOut(whole: Shape, axis: number): number[] {
  const others = whole.map((_, i) => i).filter((i) => i !== axis);
  return whole.flatMap((_, i) => others.map((other) => Number(other === i)));
}
