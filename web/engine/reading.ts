import type { Graph, Node, Values } from "../../src/index.ts";
import type { Frame, Layout } from "./protocol.ts";

/** Where the numbers of a layout stand in a graph: looked up once, read often. */
export interface Reading {
  readonly layout: Layout;
  readonly graph: Graph;
  numbers(read: (node: Node) => Values): Omit<Frame, "step" | "loss" | "curve">;
}

interface Spot {
  readonly node: Node;
  readonly offset: number;
}

export function readingOf(layout: Layout, graph: Graph): Reading {
  const neurons = layout.neurons.map(({ of }) => spotOf(graph, of));
  const biases = layout.neurons.map(({ bias }) => spotOf(graph, bias));
  const targets = layout.neurons.map(({ target }) => spotOf(graph, target));
  const weights = layout.edges.map(({ weight }) => spotOf(graph, weight));
  return {
    layout,
    graph,
    numbers(read) {
      const known = new Map<Node, Values>();
      const valuesOf = (node: Node): Values => {
        const values = known.get(node) ?? read(node);
        known.set(node, values);
        return values;
      };
      const all = (spots: readonly (Spot | undefined)[]) =>
        Float64Array.from(spots, (spot) => (spot ? valuesOf(spot.node)[spot.offset] : Number.NaN));
      return { neurons: all(neurons), biases: all(biases), targets: all(targets), weights: all(weights) };
    },
  };
}

/** Of several samples the first. */
function spotOf(graph: Graph, name: string | undefined): Spot | undefined {
  if (name === undefined) return undefined;
  const found = graph.find(name) ?? graph.find(`${name}#1`);
  if (!found) return undefined;
  const { node, at } = found;
  const offset = at.reduce((sum, i, axis) => sum * node.shape[axis] + i, 0);
  return { node, offset };
}
