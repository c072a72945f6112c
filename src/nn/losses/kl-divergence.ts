import { call } from "../../graph/expression.ts";
import type { Node } from "../../graph/node.ts";
import { element, type Loss, SMALLEST_PROBABILITY } from "./loss.ts";

/** Σ_j target_j·ln(target_j / out_j), for outputs that are probabilities; a target of 0 adds nothing. */
export const klDivergence: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "distribution",
  outputs: "probabilities",
  build: (ops, graph, { output, target }) =>
    graph.within("kl-divergence", (scope) => {
      const smallest = ops.constant(SMALLEST_PROBABILITY, output.shape);
      const logarithm = (p: Node) => ops.apply("log", ops.apply("max", p, smallest));
      const ratio = ops.apply("sub", logarithm(target), logarithm(output));
      const terms = ops.apply("mul", target, ratio);
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        // where a probability is not kept from 0
        holds: (at, read) =>
          read(output, at) > SMALLEST_PROBABILITY && read(target, at) > SMALLEST_PROBABILITY,
        value: (at) => {
          const [t, p] = [element(target, at), element(output, at)];
          return call("mul", t, call("log", call("div", t, p)));
        },
        // −target / out
        gradient: (i, at, adjoint) => {
          if (i !== 0) return undefined;
          return call("neg", call("mul", adjoint(at), call("div", element(target, at), element(output, at))));
        },
      });
      return terms;
    }),
};
