import { coneOf, type Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import { ruleOf } from "./rules.ts";

/** Which nodes of a graph get an array of their own in the generated code; the others stand where they are used. */
export interface Plan {
  /** What is calculated, in order. */
  readonly nodes: readonly Node[];
  readonly stored: ReadonlySet<Node>;
}

/** Everything that `output` needs. */
export function planOf(graph: Graph, output: Node): Plan {
  const nodes = coneOf([output]);
  const users = new Map<Node, Node[]>();
  for (const node of nodes) {
    for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node]);
  }
  const stored = new Set<Node>();
  for (const node of nodes) {
    const { kind } = ruleOf(node);
    if (kind !== "leaf" && needsArray(node, users.get(node) ?? [])) stored.add(node);
  }
  return { nodes, stored };

  function needsArray(node: Node, by: readonly Node[]): boolean {
    const { kind } = ruleOf(node);
    // the same numbers under another name, or at other places, need no array for being called something
    const isNamed = graph.names.has(node.id) && kind !== "free";
    if (node === output || kind === "whole" || isNamed) return true;
    if (by.some((user) => ruleOf(user).reads === "stored")) return true;
    if (by.some((user) => ruleOf(user).reads === "flat") && !readsFlat(node, stored)) return true;
    return kind === "work" && (by.length !== 1 || ruleOf(by[0]).reads !== "once");
  }
}

/** Can an element of the node be read by its place in row-major order? */
export function readsFlat(node: Node, stored: ReadonlySet<Node>): boolean {
  const rule = ruleOf(node);
  if (stored.has(node) || rule.kind === "leaf") return true;
  if (rule.kind === "whole" || !rule.flat) return false;
  return node.inputs.every((input) => readsFlat(input, stored));
}
