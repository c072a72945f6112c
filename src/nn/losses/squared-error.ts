import { call } from "../../graph/expression.ts";
import { element, type Loss } from "./loss.ts";

/** (target − out)², added up over the outputs. */
export const squaredError: Loss = squaredErrorOf("squared-error", "sum of outputs");

/** (target − out)², averaged over the outputs. */
export const meanSquaredError: Loss = squaredErrorOf("mean-squared-error", "mean of outputs");

function squaredErrorOf(name: string, over: Loss["over"]): Loss {
  return {
    over,
    terms: "outputs",
    targets: "any",
    build: (ops, graph, { output, target }) =>
      graph.within(name, (scope) => {
        const terms = ops.apply("square", ops.apply("sub", target, output));
        graph.closed.set(scope, {
          inputs: [output, target],
          output: terms,
          gradient: (i, at, adjoint) => {
            const error = call("sub", element(target, at), element(output, at));
            return call("mul", adjoint(at), call("mul", i === 0 ? -2 : 2, error));
          },
        });
        return terms;
      }),
  };
}
