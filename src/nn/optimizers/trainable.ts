import type { Node } from "../../graph/node.ts";

/** A trainable parameter and the node of its gradient. */
export interface Trainable {
  readonly node: Node;
  readonly gradient: Node;
}

/** A state and its next value. */
export interface StateUpdate {
  readonly of: Node;
  readonly next: Node;
}
