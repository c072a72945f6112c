import { type Element, type Expr, type Index, mapRefs, unroll } from "./expression.ts";
import type { KnownNumber, Node } from "./node.ts";

/** How one element of a node reads, over elements of its inputs. */
export function elementOf(node: Node, at: readonly Index[], known?: KnownNumber): Expr {
  const input = (i: number, inputAt: readonly Index[]): Expr => ({
    ref: { node: node.inputs[i].id, at: inputAt },
  });
  return node.op.element(node, at, input, known);
}

/**
 * How one element of a node reads, over what `stop` turns into an expression: nodes for which it answers
 * undefined are read in their turn, down to the leaves.
 */
export function inline(
  nodes: readonly Node[],
  node: Node,
  at: readonly number[],
  stop: (element: Element) => Expr | undefined,
  known?: KnownNumber,
): Expr {
  return mapRefs(unroll(elementOf(node, at, known)), (ref) => {
    if (ref.node === node.id) return { ref };
    return stop(ref) ?? inline(nodes, nodes[ref.node], ref.at as number[], stop, known);
  });
}
