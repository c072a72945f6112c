import type { Node } from "../../../graph/node.ts";
import type { Ops } from "../../../ops/index.ts";
import { formatShape, type Shape, sameShape } from "../../../tensor/shape.ts";
import type { Call } from "./call.ts";

/** The shape that two are broadcast to: axes are matched from the last one on, and an extent of 1 is repeated. */
export function commonShape(call: Call, shapes: readonly Shape[]): Shape {
  return shapes.reduce((a, b) => {
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, axis) => {
      const [one, other] = [a, b].map((shape) => shape[axis - rank + shape.length] ?? 1);
      if (one === other || other === 1) return one;
      if (one === 1) return other;
      throw call.fail(`expected shapes that fit each other, found ${formatShape(a)} and ${formatShape(b)}`);
    });
  });
}

/** A tensor repeated to a shape, as NumPy does. */
export function spread(ops: Ops, x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  const first = shape.length - x.shape.length;
  const kept = [...x.shape.keys()].filter((axis) => x.shape[axis] !== 1 || shape[axis + first] === 1);
  const small = ops.reshape(
    x,
    kept.map((axis) => x.shape[axis]),
  );
  return ops.broadcast(
    small,
    shape,
    kept.map((axis) => axis + first),
  );
}

/** All in the shape that they have in common. */
export function together(call: Call, nodes: readonly Node[]): Node[] {
  const shape = commonShape(
    call,
    nodes.map((node) => node.shape),
  );
  return nodes.map((node) => spread(call.ops, node, shape));
}

/** One number everywhere, in the shape of something. */
export function full({ ops }: Pick<Call, "ops">, value: number, like: Node): Node {
  return ops.constant(value, like.shape);
}

/** Axes counted from the end are below 0. */
export function axisOf(call: Call, axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(counted) && counted >= 0 && counted < Math.max(1, rank)) return counted;
  throw call.fail(`expected an axis of ${rank} axes, found ${axis}`);
}

/** @throws InputError where one is below 0 */
export function extents(call: Call, shape: readonly number[]): Shape {
  if (shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) return shape;
  throw call.fail(`expected extents from 0, found ${formatShape(shape)}`);
}
