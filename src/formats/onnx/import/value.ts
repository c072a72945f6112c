import type { Node } from "../../../graph/node.ts";
import type { ElementType } from "../file/element-type.ts";

/** A tensor of the file as a node of ours. Whole numbers and truth values are numbers like all others: 0 and 1 stand for false and true. */
export interface Value {
  readonly node: Node;
  readonly type: ElementType;
}

/** What an operation puts out; undefined of one that is optional and not made. */
export type Built = Value | readonly (Value | undefined)[];
