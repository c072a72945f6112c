import type { Node } from "../../graph/node.ts";
import type { Loss } from "./loss.ts";

/**
 * max(0, 1 + the largest output of another class − the output of the right class), as in Keras: with targets that
 * are 0 or 1, max_j (1 − target_j)·out_j against Σ_j target_j·out_j. Of several that are the largest, the first
 * counts as the largest; where the margin is just kept, the slope is 0. The two are called rival and right.
 */
export const categoricalHinge: Loss = {
  over: "sum of outputs",
  terms: "samples",
  targets: "distribution",
  build: (ops, graph, { output, target }) =>
    graph.within("categorical-hinge", () => {
      const [samples] = output.shape;
      const called = (text: string, node: Node) =>
        graph.name(node, { text, ...(samples > 1 && { sample: 0 }) });
      const right = called("right", ops.sum(ops.apply("mul", target, output), [1]));
      const others = ops.apply("mul", ops.apply("sub", ops.constant(1, target.shape), target), output);
      const excess = ops.apply("sub", called("rival", ops.largest(others, [1])), right);
      return ops.apply("relu", ops.apply("add", ops.constant(1, [samples]), excess));
    }),
};
