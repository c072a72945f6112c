import type { Expr, Index } from "../../graph/expression.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import type { ActivationName } from "../activations.ts";

/** What the terms of a loss stand for: one for each output of each sample, or one for each sample. */
type Terms = "outputs" | "samples";

/** A loss over samples × outputs. */
export interface Loss {
  /** How the terms of one sample become its loss; a softmax's are added up already. */
  readonly over: "sum of outputs" | "mean of outputs";
  readonly terms: Terms;
  /** The activation that the loss applies by itself, in a form that does not overflow. */
  readonly link?: ActivationName;
  /** What targets may be. signs: −1 or 1. */
  readonly targets: "any" | "probabilities" | "distribution" | "signs" | "not negative";
  /** What the network must say, where that is not any number. */
  readonly outputs?: "probabilities" | "positive";
  build(ops: Ops, graph: Graph, built: LossInputs): Node;
}

export interface LossInputs {
  /** What the network says; before the activation where the loss has a link. */
  readonly output: Node;
  readonly target: Node;
  /** The prediction: `output`, after the link where there is one. */
  readonly prediction: Node;
  /** Up to which error huber is quadratic. Default: 1. */
  readonly delta?: number;
}

/** Numbers are kept this far from 0 before their logarithm is taken. */
export const SMALLEST_PROBABILITY = 1e-12;

export function element(node: Node, at: readonly Index[]): Expr {
  return { ref: { node: node.id, at } };
}
