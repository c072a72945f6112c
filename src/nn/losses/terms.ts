import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import type { LossSettings } from "../losses.ts";
import type { Loss, LossInputs } from "./loss.ts";

/** Numbers of the graph that stay as they are, and what they are. */
export interface Given {
  readonly node: Node;
  readonly values: readonly number[];
}

/**
 * The terms of a loss with its settings: targets smoothed, and each sample weighted by its class.
 * @returns the terms, and what has to be written into the graph's memory for them
 */
export function lossTerms(
  ops: Ops,
  graph: Graph,
  loss: Loss,
  settings: LossSettings,
  inputs: LossInputs,
): { readonly terms: Node; readonly given: readonly Given[] } {
  const { delta, labelSmoothing = 0, classWeights } = settings;
  const target =
    labelSmoothing === 0 ? inputs.target : smoothed(ops, graph, loss, labelSmoothing, inputs.target);
  const terms = loss.build(ops, graph, { ...inputs, target, ...(delta !== undefined && { delta }) });
  if (!classWeights) return { terms, given: [] };
  return graph.within("class-weights", () => {
    const { each, given } = weightOfSample(ops, graph, loss, inputs.target, classWeights);
    graph.name(each, { text: "c_y", ...(each.shape[0] > 1 && { sample: 0 }) });
    const spread = terms.shape.length === 1 ? each : ops.broadcast(each, terms.shape, [0]);
    return { terms: ops.apply("mul", spread, terms), given };
  });
}

/** How many classes the targets of a loss tell apart; undefined where they are no classes. */
export function classesOfLoss({ targets }: Loss, outputs: number): number | undefined {
  if (targets === "distribution") return outputs;
  return outputs === 1 && (targets === "probabilities" || targets === "signs") ? 2 : undefined;
}

/** (1 − ε)·target + ε/classes (Szegedy et al., 2016); of signs, which lie around 0, (1 − ε)·target. */
function smoothed(ops: Ops, graph: Graph, { targets }: Loss, amount: number, target: Node): Node {
  return graph.within("label-smoothing", () => {
    const [samples, outputs] = target.shape;
    const kept = ops.apply("mul", ops.constant(1 - amount, target.shape), target);
    const classes = targets === "distribution" ? outputs : 2;
    const node =
      targets === "signs" ? kept : ops.apply("add", kept, ops.constant(amount / classes, target.shape));
    return graph.name(node, { text: "soft_o", first: 1, strides: [0, 1], ...(samples > 1 && { sample: 0 }) });
  });
}

/** Σ_j c_j·target_j; of two classes that share an output, c_1·(1 − target) + c_2·target. */
function weightOfSample(
  ops: Ops,
  graph: Graph,
  { targets }: Loss,
  target: Node,
  weights: readonly number[],
): { readonly each: Node; readonly given: readonly Given[] } {
  const [samples, outputs] = target.shape;
  if (targets === "distribution") {
    const node = graph.name(ops.state([outputs]), { text: "c", first: 1, strides: [1] });
    const weighted = ops.apply("mul", ops.broadcast(node, target.shape, [1]), target);
    return { each: ops.sum(weighted, [1]), given: [{ node, values: weights }] };
  }
  const constant = (value: number) => ops.constant(value, [samples]);
  const only = ops.sum(target, [1]);
  const second =
    targets === "signs" ? ops.apply("mul", constant(0.5), ops.apply("add", constant(1), only)) : only;
  const given = weights.map((weight, k) => ({
    node: graph.name(ops.state([]), { text: "c", first: k + 1 }),
    values: [weight],
  }));
  const [a, b] = given.map(({ node }) => ops.broadcast(node, [samples], []));
  const first = ops.apply("sub", constant(1), second);
  return { each: ops.apply("add", ops.apply("mul", a, first), ops.apply("mul", b, second)), given };
}
