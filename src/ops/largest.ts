import type { Primitive } from "../graph/node.ts";
import { tensor } from "../tensor/tensor.ts";
import { largestOf, rowsShape } from "./softmax.ts";

/** The largest number of each row. A primitive because it takes as many arguments as a row has. */
export const largest: Primitive = {
  name: "largest",
  arity: 1,
  ties: "where several are the largest, each has an equal share in the slope",
  shape: ([x]) => [rowsShape("largest", x)[0]],

  meaning({ shape: [rows] }, [x], out) {
    const columns = x.length / rows;
    for (let i = 0; i < rows; i++) {
      out[i] = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < columns; j++) out[i] = Math.max(out[i], x[i * columns + j]);
    }
  },

  element: ({ inputs: [x] }, [n], input) => largestOf(x, n, input),

  /** [x_j is the largest] / how many are */
  vjp(calculus, node, _i, g) {
    const [x] = node.inputs;
    const spread = (rows: typeof x) => calculus.broadcast(rows, x.shape, [0]);
    const isSmaller = calculus.apply("step", calculus.apply("sub", spread(node), x));
    const isLargest = calculus.apply("sub", calculus.constant(1, x.shape), isSmaller);
    const share = calculus.apply("div", g, calculus.sum(isLargest, [1]));
    return calculus.apply("mul", spread(share), isLargest);
  },

  sample(random) {
    // apart from each other, so that no small step changes which is the largest
    const values = Array.from({ length: 6 }, (_, i) => ((i * 5) % 6) + 0.5 * random.uniform());
    return { inputs: [tensor([2, 3], values)], attrs: {} };
  },
};
