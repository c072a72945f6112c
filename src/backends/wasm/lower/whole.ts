import type { Node, Primitive } from "../../../graph/node.ts";
import { bernoulli } from "../../../ops/bernoulli.ts";
import { gather } from "../../../ops/gather.ts";
import { scatter } from "../../../ops/scatter.ts";

const ops: readonly Primitive[] = [bernoulli, gather, scatter];

/** Does it read its inputs as a whole, and is calculated by instructions of its own? */
export function isWhole({ op }: Node): boolean {
  return ops.includes(op);
}
