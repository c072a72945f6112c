import type { Node } from "../graph/node.ts";
import { type Shape, stridesOf, walk } from "../tensor/shape.ts";

/** The axes over which a primitive adds up, or chooses: its attribute `axes`. */
export function axesOf({ attrs }: Node): readonly number[] {
  return attrs.axes as readonly number[];
}

/** All other axes. */
export function keptAxes(shape: Shape, axes: readonly number[]): number[] {
  return [...shape.keys()].filter((axis) => !axes.includes(axis));
}

/** Visits all elements, each with the offset of the result that it becomes part of. */
export function walkKept(
  shape: Shape,
  axes: readonly number[],
  visit: (offset: number, to: number) => void,
): void {
  const kept = keptAxes(shape, axes);
  const strides = stridesOf(kept.map((axis) => shape[axis]));
  walk(
    shape,
    shape.map((_, axis) => strides[kept.indexOf(axis)] ?? 0),
    visit,
  );
}
