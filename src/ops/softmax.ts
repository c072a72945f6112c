import { call, type Expr, type Index, type IndexVar } from "../graph/expression.ts";
import type { Calculus, Node, Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape } from "../tensor/shape.ts";
import { filled, type Values } from "../tensor/tensor.ts";

/**
 * e^x_j / Σ_k e^x_k over the last axis. A primitive because the composition overflows: the definition
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

  element(node, at, input) {
    const [row, j] = [at.slice(0, -1), at[at.length - 1]];
    const shifted = (k: Index): Expr => call("sub", input(0, [...row, k]), largestOf(node, row, input));
    const k: IndexVar = { index: "k", size: rowSize(node) };
    return call("div", call("exp", shifted(j)), { sum: [k], of: call("exp", shifted(k)) });
  },

  /** ∂out_j/∂x_i = out_j(δ_ij − out_i) */
  vjp(calculus, node, _i, g) {
    const weighted = sumOfRows(calculus, calculus.apply("mul", g, node));
    return calculus.apply("mul", node, calculus.apply("sub", g, weighted));
  },

  sample(random) {
    const shape = random.uniform() < 0.5 ? [2, 3] : [2, 2, 3];
    return { inputs: [filled(shape, () => 2 * random.normal())], attrs: {} };
  },
};

export function rowsShape(name: string, x: Shape): Shape {
  if (x.length < 2) throw new InputError(`${name}: expected samples × classes, got ${formatShape(x)}`);
  return x;
}

/** How many elements a row, along the last axis, has. */
export function rowSize({ shape }: Node): number {
  return shape[shape.length - 1];
}

/** The largest element of a row. */
export function largestOf(
  node: Node,
  row: readonly Index[],
  input: (i: number, at: readonly Index[]) => Expr,
): Expr {
  const elements = Array.from({ length: rowSize(node) }, (_, k) => input(0, [...row, k]));
  return elements.length === 1 ? elements[0] : call("max", ...elements);
}

/**
 * Visits the elements of each row with x minus the largest of the row, which keeps e^x from overflowing, and with the
 * sum of e to all of these.
 */
export function forEachRow(
  node: Node,
  x: Values,
  visit: (offset: number, shifted: number, total: number) => void,
): void {
  const columns = rowSize(node);
  for (let from = 0; from < x.length; from += columns) {
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
  const outer = x.shape.slice(0, -1);
  return calculus.broadcast(calculus.sum(x, [outer.length]), x.shape, [...outer.keys()]);
}
