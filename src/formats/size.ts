import { formatShape, type Shape } from "../tensor/shape.ts";
import { cut } from "./wording.ts";

/**
 * How much all elements of a shape take together, where each takes `unit`. A product beyond 2^53 − 1 is refused at any
 * point, for an extent of 0 behind it would make it small again.
 */
export function sizeWith(shape: Shape, unit: number, refuse: (message: string) => never): number {
  return shape.reduce((size, extent) => {
    const product = size * extent;
    if (product > Number.MAX_SAFE_INTEGER) refuse(`expected fewer numbers than those of ${shapeText(shape)}`);
    return product;
  }, unit);
}

/** A shape as messages show it: cut where it is long. */
export function shapeText(shape: Shape): string {
  return cut(formatShape(shape));
}
