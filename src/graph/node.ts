import type { Shape } from "../tensor/shape.ts";
import type { Primitive } from "./primitive.ts";

/** Settings of a node that are known when the graph is built. */
export type Attrs = Readonly<Record<string, number | boolean | readonly number[]>>;

/** One operation of a graph, and its result. Nodes are immutable; ids count up in the order of calculation. */
export interface Node {
  readonly id: number;
  readonly op: Primitive;
  readonly inputs: readonly Node[];
  readonly attrs: Attrs;
  readonly shape: Shape;
  /** The innermost scope in which it was built. */
  readonly scope: number | undefined;
}
