import { call, type Expr, type Index, type IndexVar } from "../graph/expression.ts";
import type { Calculus, Node, Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape } from "../tensor/shape.ts";
import { tensor, type Values } from "../tensor/tensor.ts";

/**
 * e^x_j / Σ_k e^x_k over the last of two axes. A primitive because the composition overflows: the definition
 * subtracts the largest x of the row, which changes nothing else.
 */
export const softmax: Primitive = {
  name: "softmax",
  arity: 1,
  shape: ([x]) => rowsShape("softmax", x),

  meaning(node, [x], out) {
    forEachRow(node, x, (j, shifted, total) => {
      out[j] = Math.exp(shifted) / total;
    });
  },

  element(node, [n, j], input) {
    const shifted = (k: Index): Expr => call("sub", input(0, [n, k]), largestOf(node, n, input));
    const k: IndexVar = { index: "k", size: node.shape[1] };
    return call("div", call("exp", shifted(j)), { sum: [k], of: call("exp", shifted(k)) });
  },

  /** ∂out_j/∂x_i = out_j(δ_ij − out_i) */
  vjp(calculus, node, _i, g) {
    const weighted = sumOfRows(calculus, calculus.apply("mul", g, node));
    return calculus.apply("mul", node, calculus.apply("sub", g, weighted));
  },

  sample: (random) => ({
    inputs: [
      tensor(
        [2, 3],
        Array.from({ length: 6 }, () => 2 * random.normal()),
      ),
    ],
    attrs: {},
  }),
};

export function rowsShape(name: string, x: Shape): Shape {
  if (x.length !== 2) throw new InputError(`${name}: expected samples × classes, got ${formatShape(x)}`);
  return x;
}

/** The largest element of row `n`. */
export function largestOf({ shape }: Node, n: Index, input: (i: number, at: readonly Index[]) => Expr): Expr {
  const row = Array.from({ length: shape[1] }, (_, k) => input(0, [n, k]));
  return row.length === 1 ? row[0] : call("max", ...row);
}

/**
 * Visits the elements of each row with x minus the largest of the row, which keeps e^x from overflowing, and with the
 * sum of e to all of these.
 */
export function forEachRow(
  { shape: [rows, columns] }: Node,
  x: Values,
  visit: (offset: number, shifted: number, total: number) => void,
): void {
  for (let from = 0; from < rows * columns; from += columns) {
    const row = x.subarray(from, from + columns);
    let shift = Number.NEGATIVE_INFINITY;
    for (const value of row) shift = Math.max(shift, value);
    let total = 0;
    for (const value of row) total += Math.exp(value - shift);
    for (let j = 0; j < columns; j++) visit(from + j, row[j] - shift, total);
  }
}

/** The sum of each row, repeated along the row. */
export function sumOfRows(calculus: Calculus, x: Node): Node {
  return calculus.broadcast(calculus.sum(x, [1]), x.shape, [0]);
}
