import type { Node } from "../../graph/node.ts";
import type { Loss } from "./loss.ts";

/** (ln(1 + target) − ln(1 + out))², averaged over the outputs; outputs below 0 count as 0, and pass nothing back. */
export const meanSquaredLogarithmicError: Loss = {
  over: "mean of outputs",
  terms: "outputs",
  targets: "not negative",
  build: (ops, graph, { output, target }) =>
    graph.within("mean-squared-logarithmic-error", () => {
      const one = ops.constant(1, output.shape);
      const logarithm = (x: Node) => ops.apply("log", ops.apply("add", one, ops.apply("relu", x)));
      return ops.apply("square", ops.apply("sub", logarithm(target), logarithm(output)));
    }),
};
