import { call } from "../../graph/expression.ts";
import { signOfError } from "./absolute-error.ts";
import { element, type Loss } from "./loss.ts";

/** Targets are taken to be at least this far from 0, as in Keras. */
const SMALLEST_TARGET = 1e-7;

/** 100·|target − out| / |target|, averaged over the outputs; where both are equal its slope is 0. */
export const meanAbsolutePercentageError: Loss = {
  over: "mean of outputs",
  terms: "outputs",
  targets: "any",
  build: (ops, graph, { output, target }) =>
    graph.within("mean-absolute-percentage-error", (scope) => {
      const constant = (value: number) => ops.constant(value, output.shape);
      const difference = ops.apply("sub", target, output);
      const error = ops.apply(
        "add",
        ops.apply("relu", difference),
        ops.apply("relu", ops.apply("neg", difference)),
      );
      const size = ops.apply(
        "max",
        ops.apply("max", target, ops.apply("neg", target)),
        constant(SMALLEST_TARGET),
      );
      const terms = ops.apply("mul", constant(100), ops.apply("div", error, size));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) => {
          if (i !== 0) return undefined;
          const t = element(target, at);
          const length = call("max", call("max", t, call("neg", t)), SMALLEST_TARGET);
          return call(
            "mul",
            adjoint(at),
            call("div", call("mul", 100, signOfError(output, target, at)), length),
          );
        },
      });
      return terms;
    }),
};
