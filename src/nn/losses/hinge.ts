import { call } from "../../graph/expression.ts";
import { element, type Loss } from "./loss.ts";

/** max(0, 1 − target·out), for targets that are −1 or 1; at the kink its slope is 0. */
export const hinge: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "signs",
  build: (ops, graph, { output, target }) =>
    graph.within("hinge", (scope) => {
      const margin = ops.apply("mul", target, output);
      const terms = ops.apply("relu", ops.apply("sub", ops.constant(1, output.shape), margin));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) => {
          const [t, out] = [element(target, at), element(output, at)];
          const isShort = call("step", call("sub", 1, call("mul", t, out)));
          return call("neg", call("mul", adjoint(at), call("mul", i === 0 ? t : out, isShort)));
        },
      });
      return terms;
    }),
};

/** max(0, 1 − target·out)², for targets that are −1 or 1. */
export const squaredHinge: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "signs",
  build: (ops, graph, { output, target }) =>
    graph.within("squared-hinge", (scope) => {
      const margin = ops.apply("mul", target, output);
      const short = ops.apply("relu", ops.apply("sub", ops.constant(1, output.shape), margin));
      const terms = ops.apply("square", short);
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) => {
          const [t, out] = [element(target, at), element(output, at)];
          const missing = call("relu", call("sub", 1, call("mul", t, out)));
          return call("mul", adjoint(at), call("mul", -2, i === 0 ? t : out, missing));
        },
      });
      return terms;
    }),
};
