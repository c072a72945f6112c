import { sizeOf } from "../tensor/shape.ts";
import type { DType, Nested, Tensor } from "../tensor/tensor.ts";

/** The number with the fewest digits that is this one when it is rounded to the width. */
export function shortest(value: number, dtype: DType): number {
  if (dtype === "f64" || !Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

/** The numbers of a tensor, nested as deep as it has axes. */
export function nestedNumbers({ shape, values }: Tensor, dtype: DType): Nested {
  const part = (axis: number, from: number): Nested => {
    if (axis === shape.length) return shortest(values[from], dtype);
    const size = sizeOf(shape.slice(axis + 1));
    return Array.from({ length: shape[axis] }, (_, i) => part(axis + 1, from + i * size));
  };
  return part(0, 0);
}
