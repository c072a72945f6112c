import { call, type Expr } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, positionOf, sameShape, sizeOf } from "../tensor/shape.ts";
import { drawn } from "./drawn.ts";
import { isChosen, rowOf, sampleIndices } from "./gather.ts";

/**
 * What flows back through `gather`: each row of a table of the attribute `rows` adds up what stands where it was chosen, in
 * order. An index that chooses no row is left out.
 */
export const scatter: Primitive = {
  name: "scatter",
  arity: 2,

  shape([x, indices], { rows }) {
    if (!sameShape(x.slice(0, -1), indices) || x.length === 0) {
      throw new InputError(
        `scatter: expected a row for each index of ${formatShape(indices)}, got ${formatShape(x)}`,
      );
    }
    return [rows as number, x[x.length - 1]];
  },

  meaning({ shape: [count, width] }, [x, indices], out) {
    const sums = new Float64Array(out.length);
    for (const [i, index] of indices.entries()) {
      const row = rowOf(index, count);
      if (row === undefined) continue;
      for (let j = 0; j < width; j++) sums[row * width + j] += x[i * width + j];
    }
    out.set(sums);
  },

  element({ inputs: [, indices] }, [row, column], input, known) {
    const terms = Array.from({ length: sizeOf(indices.shape) }, (_, i): Expr[] => {
      const place = positionOf(indices.shape, i);
      const value = input(0, [...place, column]);
      if (known) return Math.round(known(indices, place)) === row ? [value] : [];
      return [call("mul", isChosen(input(1, place), row as number), value)];
    }).flat();
    if (terms.length === 0) return 0;
    return terms.length === 1 ? terms[0] : call("add", ...terms);
  },

  vjp: (calculus, { inputs: [, indices] }, i, g) => (i === 0 ? calculus.gather(g, indices) : undefined),

  sample(random) {
    const indices = sampleIndices(random);
    return { inputs: [drawn([...indices.shape, 3], random), indices], attrs: { rows: 4 } };
  },
};
