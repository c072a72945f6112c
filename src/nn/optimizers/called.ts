import type { Graph } from "../../graph/graph.ts";
import type { Naming } from "../../graph/naming.ts";
import type { Node } from "../../graph/node.ts";

/** The name of something that belongs to a parameter: v_w5 of w5, with the prefix v. */
export function calledAfter({ names }: Graph, parameter: Node, prefix: string, suffix = ""): Naming {
  const naming = names.get(parameter.id);
  if (!naming) throw new Error(`%${parameter.id}: a parameter must have a name`);
  return { ...naming, text: prefix === "" ? naming.text : `${prefix}_${naming.text}`, suffix };
}
