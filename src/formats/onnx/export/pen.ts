import type { Node } from "../../../graph/node.ts";
import type { Drawing } from "./drawing.ts";
import type { Extent } from "./extent.ts";

/**
 * What stands for a node in the file. Its extents are the last ones of the node's, and 1 where they are yet to be broadcast:
 * ONNX does so by itself where numbers meet element by element.
 */
export interface Drawn {
  readonly name: string;
  readonly extents: readonly Extent[];
}

/** What a row of the table below is drawn with. */
export interface Pen {
  readonly drawing: Drawing;
  /** Undefined where the node has no name that is worth keeping. */
  readonly called: string | undefined;
  extents(node: Node): readonly Extent[];
  drawn(node: Node): Drawn;
  /** What a node is called in the file, broadcast to all that it is. */
  full(node: Node): string;
}

/** How a node is drawn, and from which others. */
export interface Form {
  readonly sources: readonly Node[];
  draw(pen: Pen): Drawn;
}
