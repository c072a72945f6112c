import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import type { Ops } from "../ops/index.ts";
import type { RegularizationSpec } from "./spec.ts";

/** What is kept small, and how strongly. */
export interface KeptSmall {
  readonly spec: RegularizationSpec;
  readonly parameters: readonly Node[];
}

/**
 * Adds l2/2 · Σ w² to a loss: E = E_data + R.
 * @param samples of the batch, by which R is divided where the spec asks for the mean
 */
export function regularize(
  graph: Graph,
  ops: Ops,
  ofData: Node,
  { spec, parameters }: KeptSmall,
  samples: number,
): Node {
  return graph.within("regularization", () => {
    graph.name(ofData, { text: "E_data" });
    const squares = parameters.map((node) => ops.sum(ops.apply("square", node), [...node.shape.keys()]));
    const total = squares.reduce((sum, one) => ops.apply("add", sum, one));
    const strength = spec.l2 / 2 / (spec.reduction === "mean" ? samples : 1);
    const added = graph.name(ops.apply("mul", ops.constant(strength, []), total), { text: "R" });
    return graph.name(ops.apply("add", ofData, added), { text: "E" });
  });
}
