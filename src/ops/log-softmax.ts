import { call, type Expr, type Index, type IndexVar } from "../graph/expression.ts";
import type { Primitive } from "../graph/node.ts";
import { forEachRow, largestOf, rowSize, rowsShape, softmax, sumOfRows } from "./softmax.ts";

/**
 * ln(e^x_j / Σ_k e^x_k) over the last axis. A primitive because the logarithm of a softmax that has
 * rounded to 0 would be lost; the softmax cross-entropy rests on it.
 */
export const logSoftmax: Primitive = {
  name: "logSoftmax",
  arity: 1,
  shape: ([x]) => rowsShape("logSoftmax", x),

  meaning(node, [x], out) {
    forEachRow(node, x, (j, shifted, total) => {
      out[j] = shifted - Math.log(total);
    });
  },

  element(node, at, input) {
    const [row, j] = [at.slice(0, -1), at[at.length - 1]];
    const shifted = (k: Index): Expr => call("sub", input(0, [...row, k]), largestOf(node, row, input));
    const k: IndexVar = { index: "k", size: rowSize(node) };
    return call("sub", shifted(j), call("log", { sum: [k], of: call("exp", shifted(k)) }));
  },

  /** ∂out_j/∂x_i = δ_ij − e^out_i */
  vjp(calculus, node, _i, g) {
    const probabilities = calculus.apply("exp", node);
    return calculus.apply("sub", g, calculus.apply("mul", probabilities, sumOfRows(calculus, g)));
  },

  sample: softmax.sample,
};
