import type { InputError } from "../../../tensor/error.ts";
import type { OnnxAttribute, OnnxGraph, OnnxNode } from "../file/model.ts";
import type { Call } from "./call.ts";
import type { Holdings } from "./holdings.ts";
import type { Value } from "./value.ts";

/** What a node is built from. */
interface Parts {
  readonly holdings: Holdings;
  readonly node: OnnxNode;
  readonly opset: number;
  readonly inputs: readonly (Value | undefined)[];
  /** Those of the node, with a function's in the place of references. */
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  fail(message: string): InputError;
  build(graph: OnnxGraph, inputs: readonly Value[]): Value[];
  find(name: string): Value;
}

/** One node as its builder sees it. */
export function callOf({ holdings, node, opset, inputs, attributes, fail, build, find }: Parts): Call {
  const first = <T>(list: readonly T[] | undefined, otherwise: T): T =>
    list && list.length > 0 ? list[0] : otherwise;
  return {
    graph: holdings.graph,
    ops: holdings.ops,
    opset,
    inputs,
    outputs: node.outputs.length,
    wants: (output) => (node.outputs[output] ?? "") !== "",
    input(place) {
      const value = inputs[place];
      if (!value) throw fail(`expected an input ${place + 1}, found none`);
      return value;
    },
    integer: (name, otherwise) => first(attributes.get(name)?.integers, otherwise),
    number: (name, otherwise) => first(attributes.get(name)?.floats, otherwise),
    text: (name, otherwise) => first(attributes.get(name)?.texts, otherwise),
    integers: (name) => attributes.get(name)?.integers,
    numbers: (name) => attributes.get(name)?.floats,
    texts: (name) => attributes.get(name)?.texts,
    tensor: (name) => attributes.get(name)?.tensor,
    subgraph(name) {
      const found = attributes.get(name)?.graph;
      if (!found) throw fail(`expected a graph as its attribute ${name}, found none`);
      return found;
    },
    has: (name) => attributes.has(name),
    known: (value) => holdings.known(value),
    knownInput: (place) => {
      const value = inputs[place];
      return value && Array.from(holdings.known(value));
    },
    literal: (shape, values) => holdings.literal(shape, values),
    table: (shape, numberAt) => holdings.table(shape, numberAt),
    counting: (count) => holdings.counting(count),
    stored: (tensor) => holdings.stored(tensor),
    build,
    find,
    fail,
  };
}
