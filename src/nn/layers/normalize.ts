import { call, type Element, type Expr, type Index, type IndexVar } from "../../graph/expression.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import { sizeOf } from "../../tensor/shape.ts";

/** Numbers of mean 0 and variance 1, and what they were made with. */
export interface Normalized {
  /** (x − mean) / √(variance + ε) */
  readonly output: Node;
  /** Over the axes, which vanish. */
  readonly mean: Node;
  /** Divided by the count, not by one less. */
  readonly variance: Node;
  /** √(variance + ε) */
  readonly deviation: Node;
  /** How many numbers each mean is of. */
  readonly count: number;
}

/**
 * Subtracts the mean over some axes and divides by the deviation. Its gradient is stated as people do, in one line (Ioffe,
 * Szegedy, 2015, simplified): ∂E/∂x_i = (n·∂E/∂x̂_i − Σ_j ∂E/∂x̂_j − x̂_i · Σ_j ∂E/∂x̂_j·x̂_j) / (n·deviation).
 */
export function normalize(
  ops: Ops,
  graph: Graph,
  x: Node,
  axes: readonly number[],
  epsilon: number,
): Normalized {
  return graph.within("normalize", (scope) => {
    const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const count = sizeOf(axes.map((axis) => x.shape[axis]));
    const spread = (node: Node): Node => ops.broadcast(node, x.shape, kept);
    const average = (node: Node): Node => {
      const total = ops.sum(node, axes);
      return ops.apply("div", total, ops.constant(count, total.shape));
    };
    const mean = average(x);
    const centred = ops.apply("sub", x, spread(mean));
    const variance = average(ops.apply("square", centred));
    const deviation = ops.apply("sqrt", ops.apply("add", variance, ops.constant(epsilon, variance.shape)));
    const output = ops.apply("div", centred, spread(deviation));
    graph.closed.set(scope, {
      inputs: [x],
      output,
      value: (at) => {
        const group = kept.map((axis) => at[axis]);
        const centre = call("sub", refTo(x, at), refTo(mean, group));
        return call("div", centre, refTo(deviation, group));
      },
      gradient: (_i, at, adjoint) => {
        const over = (of: (other: readonly Index[]) => Expr): Expr => sumOver(x, axes, at, of);
        const own = call("mul", count, adjoint(at));
        const shared = over(adjoint);
        const along = over((other) => call("mul", adjoint(other), refTo(output, other)));
        const numerator = call("sub", call("sub", own, shared), call("mul", refTo(output, at), along));
        const group = kept.map((axis) => at[axis]);
        return call("div", numerator, call("mul", count, refTo(deviation, group)));
      },
    });
    return { output, mean, variance, deviation, count };
  });
}

function refTo({ id }: Node, at: readonly Index[]): { readonly ref: Element } {
  return { ref: { node: id, at } };
}

/** Σ over all positions that share a mean with `at`. */
function sumOver(
  { shape }: Node,
  axes: readonly number[],
  at: readonly Index[],
  of: (other: readonly Index[]) => Expr,
): Expr {
  const sum = axes.map((axis): IndexVar => ({ index: "n", size: shape[axis] }));
  return { sum, of: of(at.map((index, axis) => sum[axes.indexOf(axis)] ?? index)) };
}
