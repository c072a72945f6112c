import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import { calledAfter } from "./called.ts";
import type { Trainable } from "./trainable.ts";

/** How gradients are kept from being too large. */
export type ClipSpec =
  /** Each number is kept within ±value. */
  | { readonly value: number }
  /** Where the length of all gradients, taken as one vector, is above norm, all are shortened to that. */
  | { readonly norm: number };

/** The gradients as the rule gets them, called g_w5. */
export function clipped(
  graph: Graph,
  ops: Ops,
  spec: ClipSpec,
  parameters: readonly Trainable[],
): readonly Trainable[] {
  const clip = "value" in spec ? within(ops, spec.value) : shortened(graph, ops, spec.norm, parameters);
  return parameters.map(({ node, gradient }) => ({
    node,
    gradient: graph.name(clip(gradient), calledAfter(graph, node, "g")),
  }));
}

/** max(−limit, min(g, limit)) */
function within(ops: Ops, limit: number): (gradient: Node) => Node {
  return (gradient) => {
    const lowest = ops.constant(-limit, gradient.shape);
    const notAbove = ops.apply("neg", ops.apply("max", ops.apply("neg", gradient), lowest));
    return ops.apply("max", lowest, notAbove);
  };
}

/** g · limit / max(‖g‖, limit) (Pascanu, Mikolov, Bengio, 2013) */
function shortened(
  graph: Graph,
  ops: Ops,
  limit: number,
  parameters: readonly Trainable[],
): (gradient: Node) => Node {
  if (parameters.length === 0) return (gradient) => gradient;
  const squares = parameters.map(({ gradient }) =>
    ops.sum(ops.apply("square", gradient), [...gradient.shape.keys()]),
  );
  const total = squares.reduce((sum, one) => ops.apply("add", sum, one));
  const norm = graph.name(ops.apply("sqrt", total), { text: "‖g‖" });
  const most = ops.constant(limit, []);
  const factor = ops.apply("div", most, ops.apply("max", norm, most));
  return (gradient) => {
    const { shape } = gradient;
    return ops.apply("mul", shape.length === 0 ? factor : ops.broadcast(factor, shape, []), gradient);
  };
}
