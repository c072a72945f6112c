/** Extents of a tensor, outermost axis first; `[]` is a scalar. */
export type Shape = readonly number[];

export function sizeOf(shape: Shape): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** How far apart neighbours along each axis lie, in elements, row-major. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** The place of the element `at` in row-major order. */
export function offsetOf(shape: Shape, at: readonly number[]): number {
  let offset = 0;
  for (let axis = 0; axis < shape.length; axis++) offset = offset * shape[axis] + at[axis];
  return offset;
}

/** The inverse of `offsetOf`. */
export function positionOf(shape: Shape, offset: number): number[] {
  const at = new Array<number>(shape.length);
  let rest = offset;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return at;
}

/** Where the elements of a tensor stand, in row-major order. */
export function positionsOf(shape: Shape): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, offset) => positionOf(shape, offset));
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/**
 * Visits every element of `shape` in row-major order. `other` is an offset into a second tensor, which moves by
 * `strides[axis]` along each axis (0: stays).
 */
export function walk(
  shape: Shape,
  strides: readonly number[],
  visit: (offset: number, other: number) => void,
): void {
  const at = shape.map(() => 0);
  const size = sizeOf(shape);
  let other = 0;
  for (let offset = 0; offset < size; offset++) {
    visit(offset, other);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      other += strides[axis];
      if (++at[axis] < shape[axis]) break;
      at[axis] = 0;
      other -= strides[axis] * shape[axis];
    }
  }
}
