import type { Graph } from "../../graph/graph.ts";
import type { Node } from "../../graph/node.ts";
import { sizeOf } from "../../tensor/shape.ts";
import { type Affine, affineText, offsetAt } from "./affine.ts";
import { atom, type Code } from "./code.ts";
import { planOf, readsFlat } from "./plan.ts";
import { type Place, type RuleContext, ruleOf, sourceOf } from "./rules.ts";
import type { Writer } from "./writer.ts";

/** What of a graph becomes the statements of a function. */
export interface GraphCode {
  readonly graph: Graph;
  readonly output: Node;
  /** The arrays of leaves. */
  readonly leaves: ReadonlyMap<Node, string>;
  /** A name for the array of a node; asked once of each that has one. */
  name(node: Node): string;
  /** What to say before a node, if anything. */
  comment(node: Node): string | undefined;
}

/** Writes statements that calculate a node of a graph; returns the name of its array. */
export function writeGraph(writer: Writer, { graph, output, leaves, name, comment }: GraphCode): string {
  const { nodes, stored } = planOf(graph, output);
  const names = new Map(leaves);
  const context = contextOf(writer, names);
  for (const node of nodes) {
    if (!stored.has(node)) continue;
    const said = comment(node);
    if (said !== undefined) writer.line(`// ${said}`);
    const out = name(node);
    writer.statement(() => writeNode(node, out, context, stored));
    names.set(node, out);
  }
  return context.nameOf(output);
}

function contextOf(writer: Writer, names: ReadonlyMap<Node, string>): RuleContext {
  const context: RuleContext = {
    writer,
    read(node, at) {
      const array = names.get(node);
      if (array !== undefined) return elementAt(array, offsetAt(node.shape, at));
      const rule = ruleOf(node);
      if ("element" in rule) return rule.element(node, at, context);
      throw missing(node);
    },
    readFlat(node, offset) {
      const array = names.get(node);
      if (array !== undefined) return elementAt(array, offset);
      const rule = ruleOf(node);
      if ("flat" in rule && rule.flat) return rule.flat(node, offset, context);
      throw missing(node);
    },
    placeOf(node, at) {
      const array = names.get(node);
      if (array !== undefined) return { array, offset: offsetAt(node.shape, at) };
      const source = sourceOf(node, at);
      if (!source) return undefined;
      const [x] = node.inputs;
      return "at" in source ? context.placeOf(x, source.at) : flatPlaceOf(x, source.offset);
    },
    nameOf(node) {
      const array = names.get(node);
      if (array === undefined) throw missing(node);
      return array;
    },
  };
  return context;

  function flatPlaceOf(node: Node, offset: Affine): Place | undefined {
    const array = names.get(node);
    if (array !== undefined) return { array, offset };
    const { op, inputs } = node;
    return op.name === "reshape" || op.name === "identity" ? flatPlaceOf(inputs[0], offset) : undefined;
  }
}

function elementAt(array: string, offset: Affine): Code {
  return atom(`${array}[${affineText(offset)}]`);
}

function missing({ id, op }: Node): Error {
  return new Error(`%${id} (${op.name}) has no array in the generated code`);
}

/** The array of one node, and what fills it. */
function writeNode(node: Node, out: string, context: RuleContext, stored: ReadonlySet<Node>): void {
  const { writer } = context;
  const rule = ruleOf(node);
  const size = sizeOf(node.shape);
  const [source] = node.inputs;
  const isTheSame = node.op.name === "identity" || node.op.name === "reshape";
  if (isTheSame && (stored.has(source) || ruleOf(source).kind === "leaf")) {
    writer.line(`const ${out} = ${context.nameOf(source)};`);
    return;
  }
  writer.line(`const ${out} = new Float64Array(${size});`);
  writer.block(() => {
    if (rule.kind === "whole") rule.write(node, out, context);
    else if (rule.kind !== "leaf" && rule.flat && node.inputs.every((input) => readsFlat(input, stored))) {
      const { flat } = rule;
      writer.loop(size, (offset) => writer.line(assigned(offset, flat(node, offset, context))));
    } else {
      writer.loops(node.shape, (at) => writer.line(assigned(offsetAt(node.shape, at), elementOf(at))));
    }
  });

  function elementOf(at: readonly Affine[]): Code {
    if (rule.kind === "free" || rule.kind === "work") return rule.element(node, at, context);
    throw missing(node);
  }

  function assigned(offset: Affine, { text }: Code): string {
    return `${out}[${affineText(offset)}] = ${text};`;
  }
}
