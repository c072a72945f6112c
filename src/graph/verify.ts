import { formatShape, positionOf, sameShape, sizeOf } from "../tensor/shape.ts";
import type { Graph } from "./graph.ts";

/** Nodes with more elements than this have their names checked by their first elements only. */
const NAMES_CHECKED = 4096;

/**
 * Checks what every pass relies on; called after each pass in tests.
 * @throws Error that lists every violation
 */
export function verify(graph: Graph): void {
  const faults = [...orderFaults(graph), ...scopeFaults(graph), ...nameFaults(graph)];
  if (faults.length > 0) throw new Error(`the graph is broken:\n${faults.join("\n")}`);
}

function* orderFaults({ nodes }: Graph): Generator<string> {
  for (const [position, node] of nodes.entries()) {
    if (node.id !== position) yield `node ${node.id} stands at ${position}`;
    for (const input of node.inputs) {
      if (nodes[input.id] !== input) yield `%${node.id}: its input %${input.id} is of another graph`;
      if (input.id >= node.id) yield `%${node.id}: its input %${input.id} comes after it`;
    }
    if (node.inputs.length !== node.op.arity)
      yield `%${node.id}: ${node.op.name} takes ${node.op.arity} inputs`;
    const shape = node.op.shape(
      node.inputs.map((input) => input.shape),
      node.attrs,
    );
    if (!sameShape(shape, node.shape)) {
      yield `%${node.id}: ${node.op.name} has the shape ${formatShape(shape)}, recorded is ${formatShape(node.shape)}`;
    }
  }
}

function* scopeFaults(graph: Graph): Generator<string> {
  const { nodes, scopes, closed } = graph;
  for (const { id, parent } of scopes) {
    if (parent !== undefined && parent >= id) yield `scope ${id}: its parent ${parent} comes after it`;
  }
  for (const node of nodes) {
    if (node.scope !== undefined && !scopes[node.scope]) yield `%${node.id}: no scope ${node.scope}`;
  }
  for (const [scope, { inputs, output }] of closed) {
    if (!scopes[scope]) yield `closed rules for a missing scope ${scope}`;
    else if (!graph.inside(output.scope, scope)) yield `scope ${scope}: its output %${output.id} is outside`;
    for (const input of inputs) {
      if (graph.inside(input.scope, scope)) yield `scope ${scope}: its input %${input.id} is inside`;
    }
  }
}

function* nameFaults(graph: Graph): Generator<string> {
  const owners = new Map<string, number>();
  for (const id of graph.names.keys()) {
    const { shape } = graph.nodes[id];
    const count = Math.min(sizeOf(shape), NAMES_CHECKED);
    for (let offset = 0; offset < count; offset++) {
      const name = graph.elementName(id, positionOf(shape, offset));
      const owner = owners.get(name);
      if (owner !== undefined) yield `the name ${name} is used by %${owner} and again by %${id}`;
      owners.set(name, id);
    }
  }
}
