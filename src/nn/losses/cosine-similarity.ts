import type { Node } from "../../graph/node.ts";
import type { Loss } from "./loss.ts";

/** Lengths are taken to be at least the root of this, so that a row of zeros has a direction: none. */
const SMALLEST_SQUARE = 1e-12;

/** −(target · out) / (|target| |out|): minus the cosine of the angle between the two, from −1 to 1, as in Keras. */
export const cosineSimilarity: Loss = {
  over: "sum of outputs",
  terms: "samples",
  targets: "any",
  build: (ops, graph, { output, target }) =>
    graph.within("cosine-similarity", () => {
      const [samples] = output.shape;
      const smallest = ops.constant(SMALLEST_SQUARE, [samples]);
      const length = (x: Node) =>
        ops.apply("sqrt", ops.apply("max", ops.sum(ops.apply("square", x), [1]), smallest));
      const product = ops.sum(ops.apply("mul", target, output), [1]);
      const lengths = ops.apply("mul", length(target), length(output));
      return ops.apply("neg", ops.apply("div", product, lengths));
    }),
};
