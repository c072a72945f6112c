import { call } from "../../graph/expression.ts";
import { element, type Loss } from "./loss.ts";

/**
 * With d = target − out, ½d² where |d| ≤ δ, and δ(|d| − ½δ) beyond (Huber, 1964): c·(d − ½c) with c, which is d kept
 * within ±δ and is called d_o1. With respect to out its slope is −c.
 */
export const huber: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "any",
  build: (ops, graph, { output, target, delta = 1 }) =>
    graph.within("huber", (scope) => {
      const constant = (value: number) => ops.constant(value, output.shape);
      const difference = ops.apply("sub", target, output);
      const notAbove = ops.apply("neg", ops.apply("max", ops.apply("sub", output, target), constant(-delta)));
      const kept = graph.name(ops.apply("max", constant(-delta), notAbove), {
        text: "d_o",
        first: 1,
        strides: [0, 1],
        ...(output.shape[0] > 1 && { sample: 0 }),
      });
      const half = ops.apply("mul", constant(0.5), kept);
      const terms = ops.apply("mul", kept, ops.apply("sub", difference, half));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) => {
          const within = element(kept, at);
          return call("mul", adjoint(at), i === 0 ? call("neg", within) : within);
        },
      });
      return terms;
    }),
};
