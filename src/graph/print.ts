import { formatShape, positionOf, sizeOf } from "../tensor/shape.ts";
import type { Graph } from "./graph.ts";
import type { Attrs, Node } from "./node.ts";

/** A graph as plain data, for machines to read. */
export interface GraphJson {
  readonly dtype: string;
  readonly nodes: readonly {
    id: number;
    op: string;
    inputs: readonly number[];
    attrs: Attrs;
    shape: readonly number[];
    name?: string;
    scope?: string;
  }[];
}

export function graphToJson(graph: Graph): GraphJson {
  return {
    dtype: graph.dtype,
    nodes: graph.nodes.map((node) => ({
      id: node.id,
      op: node.op.name,
      inputs: node.inputs.map((input) => input.id),
      attrs: node.attrs,
      shape: node.shape,
      ...(graph.names.has(node.id) && { name: nodeName(graph, node) }),
      ...(node.scope !== undefined && { scope: scopePath(graph, node.scope) }),
    })),
  };
}

/** A graph as text, a line for each node: `%7 = matmul(%0, %1) {transposeB: true} : [1, 2]   net_h1 … net_h2`. */
export function graphToText(graph: Graph): string {
  const rows = graph.nodes.map((node) => {
    const inputs = node.inputs.map((input) => `%${input.id}`).join(", ");
    const attrs = Object.entries(node.attrs).map(([key, value]) => `${key}: ${formatAttr(value)}`);
    const settings = attrs.length > 0 ? ` {${attrs.join(", ")}}` : "";
    return {
      left: `%${node.id} = ${node.op.name}(${inputs})${settings} : ${formatShape(node.shape)}`,
      name: graph.names.has(node.id) ? nodeName(graph, node) : "",
      scope: node.scope === undefined ? "" : scopePath(graph, node.scope),
    };
  });
  const leftWidth = Math.max(0, ...rows.map((row) => row.left.length));
  const nameWidth = Math.max(0, ...rows.map((row) => row.name.length));
  return rows
    .map(({ left, name, scope }) =>
      `${left.padEnd(leftWidth)}  ${name.padEnd(nameWidth)}  ${scope}`.trimEnd(),
    )
    .join("\n");
}

function formatAttr(value: Attrs[string]): string {
  return typeof value === "object" ? formatShape(value) : String(value);
}

function nodeName(graph: Graph, { id, shape }: Node): string {
  const size = sizeOf(shape);
  const name = (offset: number) => graph.elementName(id, positionOf(shape, offset));
  return size < 2 ? name(0) : `${name(0)} … ${name(size - 1)}`;
}

function scopePath(graph: Graph, scope: number): string {
  const { kind, parent } = graph.scopes[scope];
  return parent === undefined ? kind : `${scopePath(graph, parent)} / ${kind}`;
}
