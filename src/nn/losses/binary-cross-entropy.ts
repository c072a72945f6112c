import { call } from "../../graph/expression.ts";
import type { Node } from "../../graph/node.ts";
import { element, type Loss, SMALLEST_PROBABILITY } from "./loss.ts";

/** −(target·ln out + (1 − target)·ln(1 − out)), for outputs that are probabilities. */
export const binaryCrossEntropy: Loss = {
  over: "sum of outputs",
  terms: "outputs",
  targets: "probabilities",
  outputs: "probabilities",
  build: (ops, graph, { output, target }) =>
    graph.within("binary-cross-entropy", (scope) => {
      const constant = (value: number) => ops.constant(value, output.shape);
      const logarithm = (p: Node) => ops.apply("log", ops.apply("max", p, constant(SMALLEST_PROBABILITY)));
      const yes = ops.apply("mul", target, logarithm(output));
      const no = ops.apply(
        "mul",
        ops.apply("sub", constant(1), target),
        logarithm(ops.apply("sub", constant(1), output)),
      );
      const terms = ops.apply("neg", ops.apply("add", yes, no));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        // where a probability is not kept from 0
        holds: (at, read) => {
          const p = read(output, at);
          return p > SMALLEST_PROBABILITY && 1 - p > SMALLEST_PROBABILITY;
        },
        value: (at) => {
          const [t, p] = [element(target, at), element(output, at)];
          return call(
            "neg",
            call(
              "add",
              call("mul", t, call("log", p)),
              call("mul", call("sub", 1, t), call("log", call("sub", 1, p))),
            ),
          );
        },
        // (out − target) / (out(1 − out))
        gradient: (i, at, adjoint) => {
          if (i !== 0) return undefined;
          const [t, p] = [element(target, at), element(output, at)];
          const slope = call("div", call("sub", p, t), call("mul", p, call("sub", 1, p)));
          return call("mul", adjoint(at), slope);
        },
      });
      return terms;
    }),
};
