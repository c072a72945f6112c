import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import { calledAfter } from "./called.ts";
import type { StateUpdate, Trainable } from "./trainable.ts";

/** Gradients of several batches, added up before they are used. */
export interface Accumulation {
  /** The parameters with the mean of the gradients so far, this batch included. */
  readonly parameters: readonly Trainable[];
  /** The updates, made on the last batch of several alone, and what is kept in between. */
  updates(updates: readonly StateUpdate[]): StateUpdate[];
}

/**
 * Adds gradients up over `count` batches: G_w5⁺ = G_w5 + g, and on the last of them the parameters are updated by
 * G_w5⁺/count, and G_w5 becomes 0 again. On the others each state stays.
 */
export function accumulation(
  graph: Graph,
  ops: Ops,
  count: number,
  parameters: readonly Trainable[],
): Accumulation {
  const before = graph.name(ops.state([]), { text: "batches" });
  const here = ops.apply("add", before, ops.constant(1, []));
  // 1 on the last batch, else 0
  const isLast = graph.name(ops.apply("step", ops.apply("sub", here, ops.constant(count - 0.5, []))), {
    text: "isLast",
  });
  const rest = ops.apply("sub", ops.constant(1, []), isLast);
  const kept: StateUpdate[] = [
    { of: before, next: graph.name(ops.apply("mul", rest, here), { text: "batches", suffix: "⁺" }) },
  ];
  const summed = parameters.map(({ node, gradient }) => {
    const sum = graph.name(ops.state(node.shape), calledAfter(graph, node, "G"));
    const total = ops.apply("add", sum, gradient);
    const next = graph.name(ops.apply("mul", spread(rest, node), total), calledAfter(graph, node, "G", "⁺"));
    kept.push({ of: sum, next });
    return { node, gradient: ops.apply("div", total, ops.constant(count, node.shape)) };
  });
  return {
    parameters: summed,
    updates: (updates) => [...updates.map(onLast), ...kept],
  };

  function onLast({ of, next }: StateUpdate): StateUpdate {
    const naming = graph.names.get(next.id);
    const chosen = ops.apply(
      "add",
      ops.apply("mul", spread(isLast, of), next),
      ops.apply("mul", spread(rest, of), of),
    );
    // what the state becomes bears the name; what it would become on the last batch is marked
    if (naming?.suffix === "⁺") graph.name(next, { ...naming, suffix: "*" });
    const called = graph.names.get(of.id);
    if (called) graph.name(chosen, { ...called, suffix: "⁺" });
    return { of, next: chosen };
  }

  function spread(scalar: Node, { shape }: Node): Node {
    return shape.length === 0 ? scalar : ops.broadcast(scalar, shape, []);
  }
}
