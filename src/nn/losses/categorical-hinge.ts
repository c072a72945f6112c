import { call } from "../../graph/expression.ts";
import type { Node } from "../../graph/node.ts";
import { element, type Loss } from "./loss.ts";

/**
 * max(0, 1 + the largest output of another class − the output of the right class), as in Keras: with targets that
 * are 0 or 1, max_j (1 − target_j)·out_j against Σ_j target_j·out_j. Of several that are the largest, the first
 * counts as the largest; where the margin is just kept, the slope is 0. The two are called rival and right, what
 * is missing short.
 */
export const categoricalHinge: Loss = {
  over: "sum of outputs",
  terms: "samples",
  targets: "distribution",
  build: (ops, graph, { output, target }) =>
    graph.within("categorical-hinge", (scope) => {
      const [samples, outputs] = output.shape;
      const called = (text: string, node: Node) =>
        graph.name(node, { text, ...(samples > 1 && { sample: 0 }) });
      const right = called("right", ops.sum(ops.apply("mul", target, output), [1]));
      const others = ops.apply("mul", ops.apply("sub", ops.constant(1, target.shape), target), output);
      const rival = called("rival", ops.largest(others, [1]));
      const one = ops.constant(1, [samples]);
      const short = called("short", ops.apply("add", one, ops.apply("sub", rival, right)));
      const terms = ops.apply("relu", short);
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        // where one class alone is the rival
        holds: ([n], read) => {
          const largest = read(rival, [n]);
          const same = Array.from({ length: outputs }, (_, j) => read(others, [n, j]) === largest);
          return same.filter(Boolean).length === 1;
        },
        // [short > 0]·((1 − target)·[out is the rival] − target)
        gradient: (i, [n, j], adjoint) => {
          if (i !== 0) return undefined;
          const t = element(target, [n, j]);
          const isOther = call("sub", 1, t);
          const behind = call("sub", element(rival, [n]), call("mul", isOther, element(output, [n, j])));
          const isRival = call("sub", 1, call("step", behind));
          const slope = call("sub", call("mul", isOther, isRival), t);
          return call("mul", adjoint([n]), call("step", element(short, [n])), slope);
        },
      });
      return terms;
    }),
};
