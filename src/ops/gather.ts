import { call, type Expr } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import type { Random } from "../tensor/random.ts";
import { formatShape, type Shape } from "../tensor/shape.ts";
import { filled, type Tensor } from "../tensor/tensor.ts";
import { drawn } from "./drawn.ts";

/**
 * The rows of a table that whole numbers choose, counted from 0: indices of any shape become that shape × the width of the
 * table. An index that chooses no row gives numbers that are none. A primitive because the product with a one-hot matrix
 * would read the whole table for each row.
 */
export const gather: Primitive = {
  name: "gather",
  arity: 2,

  shape([table, indices]) {
    checkTable("gather", table);
    return [...indices, table[1]];
  },

  meaning({ inputs: [table] }, [rows, indices], out) {
    const [count, width] = table.shape;
    for (const [i, index] of indices.entries()) {
      const row = rowOf(index, count);
      for (let j = 0; j < width; j++) {
        out[i * width + j] = row === undefined ? Number.NaN : rows[row * width + j];
      }
    }
  },

  element({ inputs: [table, indices] }, at, input, known) {
    const place = at.slice(0, -1);
    const [column] = at.slice(-1);
    if (known) return input(0, [Math.round(known(indices, place)), column]);
    const terms = Array.from({ length: table.shape[0] }, (_, row) =>
      call("mul", isChosen(input(1, place), row), input(0, [row, column])),
    );
    return terms.length === 1 ? terms[0] : call("add", ...terms);
  },

  vjp: (calculus, { inputs: [table, indices] }, i, g) =>
    i === 0 ? calculus.scatter(g, indices, table.shape[0]) : undefined,

  sample: (random) => ({ inputs: [drawn([4, 3], random), sampleIndices(random)], attrs: {} }),
};

/** 1 where an index, a whole number, is that of the row, else 0. */
export function isChosen(index: Expr, row: number): Expr {
  const above = call("step", call("sub", index, row - 0.5));
  return call("mul", above, call("step", call("sub", row + 0.5, index)));
}

/** How far an index may be from a whole number; what is further away is none. */
export const NEAR = 0.25;

/** The row, counted from 0, that an index chooses of so many; undefined where it chooses none. */
export function rowOf(index: number, count: number): number | undefined {
  const row = Math.round(index);
  return Math.abs(index - row) <= NEAR && row >= 0 && row < count ? row : undefined;
}

/** Some rows are chosen more than once. */
export function sampleIndices(random: Random): Tensor {
  return filled([2, 3], () => random.integer(4));
}

/** @throws InputError where it is no matrix */
function checkTable(name: string, table: Shape): void {
  if (table.length !== 2) {
    throw new InputError(`${name}: expected a table of rows, got ${formatShape(table)}`);
  }
}
