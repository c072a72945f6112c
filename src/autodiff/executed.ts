import type { Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import type { Backward } from "./backward.ts";

/** A training step that has been executed: its graph, what the passes know of it, and the numbers it produced. */
export interface Executed {
  readonly graph: Graph;
  readonly backward: Backward;
  /** The parameters, in order, and what the step makes of those that are trained. */
  readonly parameters: readonly ExecutedParameter[];
  /** One number of a node, as executed. */
  value(node: Node, at: readonly number[]): number;
}

export interface ExecutedParameter {
  readonly node: Node;
  /** `layers.1.weight` */
  readonly path: string;
  /** Undefined where the parameter is frozen. */
  readonly next: Node | undefined;
  /** A layer keeps it for itself, and nobody moves it to make the loss smaller. */
  readonly isStatistic?: boolean;
}
