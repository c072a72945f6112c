import { call } from "../../graph/expression.ts";
import { element, type Loss } from "./loss.ts";

/**
 * −Σ_j target_j · ln softmax(net)_j. Where the targets of a sample add up to 1, which is checked of data, the
 * gradient with respect to net is out − target. A softmax that has rounded to 0 has no logarithm to show.
 */
export const softmaxCrossEntropy: Loss = {
  over: "sum of outputs",
  terms: "samples",
  targets: "distribution",
  link: "softmax",
  build: (ops, graph, { output, target, prediction }) =>
    graph.within("softmax-cross-entropy", (scope) => {
      const terms = ops.apply("neg", ops.sum(ops.apply("mul", target, ops.logSoftmax(output)), [1]));
      const classes = Array.from({ length: output.shape[1] }, (_, j) => j);
      const slack = graph.dtype === "f32" ? 1e-6 : 1e-12;
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        holds: ([n], read) => {
          const whole = classes.reduce((sum, j) => sum + read(target, [n, j]), 0);
          return Math.abs(whole - 1) < slack && classes.every((j) => read(prediction, [n, j]) > 0);
        },
        value: ([n]) => {
          const j = { index: "j", size: classes.length };
          const logarithm = call("log", element(prediction, [n, j]));
          return call("neg", { sum: [j], of: call("mul", element(target, [n, j]), logarithm) });
        },
        gradient: (i, at, adjoint) =>
          i === 0
            ? call("mul", adjoint([at[0]]), call("sub", element(prediction, at), element(target, at)))
            : call("neg", call("mul", adjoint([at[0]]), call("log", element(prediction, at)))),
      });
      return terms;
    }),
};
