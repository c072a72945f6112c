import { call, type Expr } from "../../graph/expression.ts";
import { element, type Loss } from "./loss.ts";

/**
 * With d = target − out, ½d² where |d| ≤ δ, and δ(|d| − ½δ) beyond (Huber, 1964): c·(d − ½c) with c, which is d kept
 * within ±δ. With respect to out its slope is −c.
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
      const kept = ops.apply("max", constant(-delta), notAbove);
      const half = ops.apply("mul", constant(0.5), kept);
      const terms = ops.apply("mul", kept, ops.apply("sub", difference, half));
      graph.closed.set(scope, {
        inputs: [output, target],
        output: terms,
        gradient: (i, at, adjoint) => {
          const [t, out] = [element(target, at), element(output, at)];
          const error = i === 0 ? call("sub", t, out) : call("sub", out, t);
          return call("mul", adjoint(at), within(error, delta));
        },
      });
      return terms;
    }),
};

/** −error, kept within ±δ. */
function within(error: Expr, delta: number): Expr {
  return call("max", -delta, call("neg", call("max", error, -delta)));
}
