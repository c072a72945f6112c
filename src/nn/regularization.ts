import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import type { Ops } from "../ops/index.ts";
import type { Part } from "./part.ts";
import type { RegularizationSpec } from "./spec.ts";

/** What is kept small, and how strongly. */
export interface KeptSmall {
  readonly spec: RegularizationSpec;
  readonly parameters: readonly Node[];
}

/**
 * Adds l1 · Σ |w| + l2/2 · Σ w² to a loss: E = E_data + R. Where a weight is 0, the slope of its size is 0.
 * @param part of the batch, whose share of R is added; where the spec asks for the mean, R is divided by the samples of all
 */
export function regularize(
  graph: Graph,
  ops: Ops,
  ofData: Node,
  { spec, parameters }: KeptSmall,
  { samples, of }: Part,
): Node {
  return graph.within("regularization", () => {
    graph.name(ofData, { text: "E_data" });
    const { l1 = 0, l2 = 0 } = spec;
    const whole = spec.reduction === "mean" ? of : 1;
    const share = (whole * of) / samples;
    const sizes = l1 > 0 ? [scaled(l1 / share, sizeOf)] : [];
    const squares = l2 > 0 || l1 === 0 ? [scaled(l2 / 2 / share, (node) => ops.apply("square", node))] : [];
    const penalty = [...sizes, ...squares].reduce((sum, one) => ops.apply("add", sum, one));
    return graph.name(ops.apply("add", ofData, graph.name(penalty, { text: "R" })), { text: "E" });
  });

  /** The sum over all parameters, times a strength. */
  function scaled(strength: number, each: (node: Node) => Node): Node {
    const sums = parameters.map((node) => ops.sum(each(node), [...node.shape.keys()]));
    const total = sums.reduce((sum, one) => ops.apply("add", sum, one));
    return ops.apply("mul", ops.constant(strength, []), total);
  }

  /** |w|, of two relu, whose slope at 0 is 0. */
  function sizeOf(node: Node): Node {
    return ops.apply("add", ops.apply("relu", node), ops.apply("relu", ops.apply("neg", node)));
  }
}
