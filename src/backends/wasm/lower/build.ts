import type { Attrs, Node, Primitive } from "../../../graph/node.ts";

/** Adds a node to a graph, or finds one that does as well. */
export type Build = (op: Primitive, inputs: readonly Node[], attrs?: Attrs) => Node;
