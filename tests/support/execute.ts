import type { Executed } from "../../src/autodiff/executed.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { positionsOf } from "../../src/tensor/shape.ts";
import type { Values } from "../../src/tensor/tensor.ts";

/** Executes a whole graph on the reference backend, once; `given` are its inputs and states. */
export function execute(graph: Graph, given: ReadonlyMap<Node, ArrayLike<number>>): (node: Node) => Values {
  const executable = referenceBackend.compile({ graph, outputs: graph.nodes, updates: [] });
  for (const [node, values] of given) executable.write(node, values);
  executable.evaluate();
  return (node) => executable.read(node);
}

/** The number that people call `name`: a value, or with `of` the gradient with respect to it. */
export function numberOf({ graph, backward, value }: Executed, name: string, of?: "gradient"): number {
  const found = graph.find(name);
  if (!found) throw new Error(`nothing is called ${name}`);
  const node = of ? backward.adjoint.get(found.node.id) : found.node;
  if (!node) throw new Error(`${name} has no gradient`);
  return value(node, found.at);
}

/** Every number of the node, row-major. */
export function numbersOf({ value }: Executed, node: Node): number[] {
  return positionsOf(node.shape).map((at) => value(node, at));
}
