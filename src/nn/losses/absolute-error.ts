import { call, type Expr, type Index } from "../../graph/expression.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import { element, type Loss, type LossInputs } from "./loss.ts";

/** |target − out|, added up over the outputs; where both are equal its slope is 0. */
export const absoluteError: Loss = absoluteErrorOf("absolute-error", "sum of outputs");

/** |target − out|, averaged over the outputs; where both are equal its slope is 0. */
export const meanAbsoluteError: Loss = absoluteErrorOf("mean-absolute-error", "mean of outputs");

function absoluteErrorOf(name: string, over: Loss["over"]): Loss {
  return {
    over,
    terms: "outputs",
    targets: "any",
    build: (ops, graph, inputs) => graph.within(name, (scope) => absolute(ops, graph, scope, inputs)),
  };
}

/** |target − out|, with its rules. Of relu, whose slope at 0 is 0, so that both sides of the kink are alike. */
function absolute(ops: Ops, graph: Graph, scope: number, { output, target }: LossInputs): Node {
  const terms = ops.apply(
    "add",
    ops.apply("relu", ops.apply("sub", target, output)),
    ops.apply("relu", ops.apply("sub", output, target)),
  );
  graph.closed.set(scope, {
    inputs: [output, target],
    output: terms,
    value: (at) => sizeOfError(output, target, at),
    gradient: (i, at, adjoint) => {
      const sign = signOfError(output, target, at);
      return call("mul", adjoint(at), i === 0 ? sign : call("neg", sign));
    },
  });
  return terms;
}

/** max(target − out, out − target) */
function sizeOfError(output: Node, target: Node, at: readonly Index[]): Expr {
  const [t, out] = [element(target, at), element(output, at)];
  return call("max", call("sub", t, out), call("sub", out, t));
}

/** [out > target] − [target > out] */
export function signOfError(output: Node, target: Node, at: readonly Index[]): Expr {
  const [t, out] = [element(target, at), element(output, at)];
  return call("sub", call("step", call("sub", out, t)), call("step", call("sub", t, out)));
}
