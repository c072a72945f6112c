import { call, type Element, type Index } from "../../graph/expression.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import { concrete } from "../../ops/reshape.ts";
import { positionOf, type Shape, sizeOf } from "../../tensor/shape.ts";

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
 * Szegedy, 2015, simplified): ∂E/∂x_i = (n·∂E/∂x̂_i − Σ_j ∂E/∂x̂_j − x̂_i · Σ_j ∂E/∂x̂_j·x̂_j) / (n·deviation); here term by
 * term, so that each x̂_j that x_i acts on is a way to the loss: ∂x̂_j/∂x_i = ([i = j]·n − 1 − x̂_i·x̂_j) / (n·deviation).
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
        const own = concrete("normalize", at);
        const across = call(
          "mul",
          count,
          refTo(
            deviation,
            kept.map((axis) => at[axis]),
          ),
        );
        const terms = placesBeside(own, x.shape, axes).map((other) => {
          if (other.join() === own.join()) {
            const slope = call("sub", count - 1, call("square", refTo(output, own)));
            return call("mul", adjoint(own), call("div", slope, across));
          }
          const product = call("mul", refTo(output, own), refTo(output, other));
          return call("neg", call("mul", adjoint(other), call("div", call("add", 1, product), across)));
        });
        return terms.length === 1 ? terms[0] : call("add", ...terms);
      },
    });
    return { output, mean, variance, deviation, count };
  });
}

function refTo({ id }: Node, at: readonly Index[]): { readonly ref: Element } {
  return { ref: { node: id, at } };
}

/** All places that share a mean with `at`, itself included, in order. */
function placesBeside(at: readonly number[], shape: Shape, axes: readonly number[]): number[][] {
  const extents = axes.map((axis) => shape[axis]);
  return Array.from({ length: sizeOf(extents) }, (_, offset) => {
    const moved = positionOf(extents, offset);
    return at.map((index, axis) => moved[axes.indexOf(axis)] ?? index);
  });
}
