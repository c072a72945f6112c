import { call } from "../../graph/expression.ts";
import { element, type Loss, SMALLEST_PROBABILITY } from "./loss.ts";

/** out − target·ln out: how unlikely a count is where out is expected, but for what does not depend on out. */
export const poisson: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "not negative",
  outputs: "positive",
  build: (ops, graph, { output, target }) =>
    graph.within("poisson", (scope) => {
      const smallest = ops.constant(SMALLEST_PROBABILITY, output.shape);
      const logarithm = ops.apply("log", ops.apply("max", output, smallest));
      const terms = ops.apply("sub", output, ops.apply("mul", target, logarithm));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        // where an output is not kept from 0
        holds: (at, read) => read(output, at) > SMALLEST_PROBABILITY,
        value: (at) => {
          const [t, out] = [element(target, at), element(output, at)];
          return call("sub", out, call("mul", t, call("log", out)));
        },
        // 1 − target/out
        gradient: (i, at, adjoint) => {
          const [t, out] = [element(target, at), element(output, at)];
          const slope = i === 0 ? call("sub", 1, call("div", t, out)) : call("neg", call("log", out));
          return call("mul", adjoint(at), slope);
        },
      });
      return terms;
    }),
};
