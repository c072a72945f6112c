import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import type { TrainingStep } from "../step.ts";

/** What a look reads of a layer, whatever its kind. */
export interface LayerNodes {
  /** `layers.2` */
  readonly name: string;
  /** What it puts out: samples × units, or more axes. */
  readonly out: Node | undefined;
  /** ∂E/∂net of its net input, or of what it puts out where it has none. */
  readonly gradient: Node | undefined;
  /** Its weights, and what the step makes of them. */
  readonly weights: readonly { readonly node: Node; readonly next: Node }[];
}

/** The layers of a step in the order of calculation, as its scopes tell. */
export function layersOf({ graph, backward, parameters, updates, prediction }: TrainingStep): LayerNodes[] {
  const named = new Map<string, Node[]>();
  for (const [id] of graph.names) {
    const name = id < backward.firstId ? layerOf(graph, graph.nodes[id]) : undefined;
    if (name !== undefined) named.set(name, [...(named.get(name) ?? []), graph.nodes[id]]);
  }
  return [...named].map(([name, nodes]) => {
    const called = (text: string) => nodes.find(({ id }) => graph.names.get(id)?.text.startsWith(text));
    const out = called("out_") ?? (nodes.includes(prediction) ? prediction : undefined);
    const signal = called("net_") ?? out;
    return {
      name,
      out,
      gradient: signal && backward.adjoint.get(signal.id),
      weights: parameters.flatMap((node) => {
        const next = updates.find(({ of }) => of === node)?.next;
        const isWeight = node.shape.length > 1 && usedIn(graph, node, name, backward.firstId);
        return isWeight && next ? [{ node, next }] : [];
      }),
    };
  });
}

/** The layer that a node was built in. */
function layerOf({ scopes }: Graph, { scope }: Node): string | undefined {
  for (let id = scope; id !== undefined; id = scopes[id].parent) {
    if (/^layers\.\d+$/.test(scopes[id].kind)) return scopes[id].kind;
  }
  return undefined;
}

function usedIn(graph: Graph, parameter: Node, layer: string, before: number): boolean {
  const user = graph.nodes.find(({ id, inputs }) => id < before && inputs.includes(parameter));
  return user !== undefined && layerOf(graph, user) === layer;
}
