import { coneOf, type Graph } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import { opsFor } from "../ops/index.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape } from "../tensor/shape.ts";

/**
 * What `backward` adds to a graph, found again. The tables stand beside the graph because one node can play
 * several roles: where a node has one consumer that passes its adjoint on unchanged, both adjoints are one node.
 */
export interface Backward {
  readonly loss: Node;
  /** ∂loss/∂node, accumulated over all consumers. */
  readonly adjoint: ReadonlyMap<number, Node>;
  /** What each consumer adds to a node's adjoint, first consumer first. */
  readonly contributions: ReadonlyMap<number, readonly Contribution[]>;
  /** The first id of the backward part; nodes below belong to the forward calculation. */
  readonly firstId: number;
}

/** One edge of the graph walked backwards: what the `input`-th input of `consumer` gains. */
export interface Contribution {
  readonly consumer: Node;
  readonly input: number;
  readonly node: Node;
}

/**
 * Extends the graph by the gradient of a scalar `loss` with respect to `wrt` (reverse accumulation). The result
 * is graph again: it can be executed, printed, and differentiated once more.
 * @throws InputError where `loss` is not a scalar
 */
export function backward(graph: Graph, loss: Node, wrt: readonly Node[]): Backward {
  if (loss.shape.length !== 0) {
    throw new InputError(`backward: expected a scalar loss, got the shape ${formatShape(loss.shape)}`);
  }
  const ops = opsFor(graph);
  const firstId = graph.nodes.length;
  const between = nodesBetween(loss, wrt);
  const adjoint = new Map<number, Node>();
  const contributions = new Map<number, Contribution[]>();
  adjoint.set(loss.id, ops.constant(1, []));

  // consumers are met last to first; what they contribute is kept first to last, as people read it
  for (const consumer of [...between].reverse()) {
    const arrived = contributions.get(consumer.id);
    const g = arrived ? accumulate(arrived) : adjoint.get(consumer.id);
    if (!g) continue;
    adjoint.set(consumer.id, g);
    for (let input = consumer.inputs.length - 1; input >= 0; input--) contribute(consumer, input, g);
  }

  for (const node of wrt) {
    if (!adjoint.has(node.id)) adjoint.set(node.id, ops.constant(0, node.shape));
  }
  return { loss, adjoint, contributions, firstId };

  function accumulate(arrived: readonly Contribution[]): Node {
    return arrived.map(({ node }) => node).reduce((sum, node) => ops.apply("add", sum, node));
  }

  function contribute(consumer: Node, input: number, g: Node): void {
    const to = consumer.inputs[input];
    if (!between.has(to)) return;
    const node = graph.within(consumer.scope, () => consumer.op.vjp(ops, consumer, input, g));
    if (node) contributions.set(to.id, [{ consumer, input, node }, ...(contributions.get(to.id) ?? [])]);
  }
}

/** The nodes through which `wrt` reach the loss, in the order of calculation. */
function nodesBetween(loss: Node, wrt: readonly Node[]): Set<Node> {
  const reached = new Set<Node>(wrt);
  for (const node of coneOf([loss])) if (node.inputs.some((input) => reached.has(input))) reached.add(node);
  return new Set(coneOf([loss]).filter((node) => reached.has(node)));
}
