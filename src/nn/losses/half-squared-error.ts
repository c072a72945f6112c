import { call } from "../../graph/expression.ts";
import { element, type Loss } from "./loss.ts";

/** ½(target − out)², as the article has it. */
export const halfSquaredError: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "any",
  build: (ops, graph, { output, target }) =>
    graph.within("half-squared-error", (scope) => {
      const difference = ops.apply("sub", target, output);
      const half = ops.constant(0.5, output.shape);
      const terms = ops.apply("mul", half, ops.apply("square", difference));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) => {
          const error = call("sub", element(target, at), element(output, at));
          return call("mul", adjoint(at), i === 0 ? call("neg", error) : error);
        },
      });
      return terms;
    }),
};
