import { InputError } from "./error.ts";
import { formatShape, type Shape, sizeOf } from "./shape.ts";

/** Width of every number of a graph. */
export type DType = "f32" | "f64";

/** The numbers of a tensor, row-major. */
export type Values = Float32Array | Float64Array;

export interface Tensor {
  readonly shape: Shape;
  readonly values: Values;
}

/** Numbers nested as deep as the tensor has axes; a plain number is a scalar. */
export type Nested = number | readonly Nested[];

export function allocate(dtype: DType, size: number): Values {
  return dtype === "f32" ? new Float32Array(size) : new Float64Array(size);
}

/**
 * A float64 tensor over row-major values.
 * @throws InputError where the number of values is not the size of the shape
 */
export function tensor(shape: Shape, values: ArrayLike<number>): Tensor {
  if (values.length !== sizeOf(shape)) {
    throw new InputError(
      `tensor: expected ${sizeOf(shape)} values for the shape ${formatShape(shape)}, got ${values.length}`,
    );
  }
  return { shape, values: Float64Array.from(values) };
}

/** A float64 tensor of what `next` gives, one number after the other, row-major; `i` is the place of the number. */
export function filled(shape: Shape, next: (i: number) => number): Tensor {
  const values = new Float64Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = next(i);
  return { shape, values };
}

/**
 * A tensor from nested arrays: `[[1, 2], [3, 4]]` has the shape [2, 2].
 * @throws InputError where rows differ in length
 */
export function fromNested(nested: Nested): Tensor {
  const shape: number[] = [];
  for (let level = nested; typeof level !== "number"; level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  const values: number[] = [];
  collect(nested, shape, 0, values);
  return tensor(shape, values);
}

function collect(nested: Nested, shape: Shape, axis: number, values: number[]): void {
  if (typeof nested === "number") {
    if (axis !== shape.length) throw ragged(shape);
    values.push(nested);
    return;
  }
  if (nested.length !== shape[axis]) throw ragged(shape);
  for (const part of nested) collect(part, shape, axis + 1, values);
}

function ragged(shape: Shape): InputError {
  return new InputError(`tensor: expected rows of equal length, as in the shape ${formatShape(shape)}`);
}

/** Is none of the numbers infinite, or not a number? A plain loop: it goes over all parameters, step after step. */
export function areFinite(values: Values): boolean {
  // a difference with itself is 0 unless it is not a number
  let rest = 0;
  for (let i = 0; i < values.length; i++) rest += values[i] - values[i];
  return rest === 0;
}
