import type { Samples } from "../nn/samples.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The samples with the given numbers, in that order. */
export function takeRows(samples: Samples, rows: ArrayLike<number>): Samples {
  return { ...samples, inputs: rowsOf(samples.inputs, rows), targets: rowsOf(samples.targets, rows) };
}

function rowsOf({ shape, values }: Tensor, rows: ArrayLike<number>): Tensor {
  const width = sizeOf(shape.slice(1));
  const taken = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    taken.set(values.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  }
  return { shape: [rows.length, ...shape.slice(1)], values: taken };
}
