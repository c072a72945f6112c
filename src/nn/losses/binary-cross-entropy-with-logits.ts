import { call } from "../../graph/expression.ts";
import { element, type Loss } from "./loss.ts";

/**
 * The binary cross-entropy of σ(net), as softplus(net) − target·net, which does not overflow; the gradient with
 * respect to net is out − target.
 */
export const binaryCrossEntropyWithLogits: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "probabilities",
  link: "sigmoid",
  build: (ops, graph, { output, target, prediction }) =>
    graph.within("binary-cross-entropy-with-logits", (scope) => {
      const terms = ops.apply("sub", ops.apply("softplus", output), ops.apply("mul", target, output));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) =>
          i === 0
            ? call("mul", adjoint(at), call("sub", element(prediction, at), element(target, at)))
            : call("neg", call("mul", adjoint(at), element(output, at))),
      });
      return terms;
    }),
};
