import type { Graph } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import { InputError } from "../../../tensor/error.ts";
import type { Shape } from "../../../tensor/shape.ts";
import type { DType, Values } from "../../../tensor/tensor.ts";
import type { OnnxAttribute, OnnxFunction, OnnxGraph, OnnxNode } from "../file/model.ts";
import type { Call } from "./call.ts";
import { callOf } from "./call-of.ts";
import { families } from "./families.ts";
import { Holdings } from "./holdings.ts";
import type { Value } from "./value.ts";

/** How many operations may be built, loops and functions written out. */
const MAX_BUILT = 20_000;

/** The newest version of operations that is known, that of ONNX 1.22. */
const NEWEST = 27;

/** How deep functions may call each other. */
const MAX_CALLS = 16;

const [MAX_MESSAGE, MAX_NAME] = [500, 80] as const;

/** What names stand for; a graph in a graph sees the names around it. */
interface Names {
  readonly own: Map<string, Value>;
  readonly outer: Names | undefined;
}

/** Of what is built now: the versions of operations, the function's attributes, and how deep it is. */
interface Surroundings {
  readonly opsets: ReadonlyMap<string, number>;
  readonly given: ReadonlyMap<string, OnnxAttribute>;
  readonly depth: number;
}

/** Builds graphs of ONNX as one graph of ours. */
export class GraphBuilder {
  readonly #holdings: Holdings;
  readonly #functions: ReadonlyMap<string, OnnxFunction>;
  readonly #file: string;
  #built = 0;

  constructor(
    dtype: DType,
    functions: ReadonlyMap<string, OnnxFunction>,
    file: string,
    given: (leaf: Node) => Values | undefined,
  ) {
    this.#holdings = new Holdings(dtype, given);
    this.#functions = functions;
    this.#file = file;
  }

  get graph(): Graph {
    return this.#holdings.graph;
  }

  /** The numbers of states: what the file holds, and what operations bring. */
  get initial(): ReadonlyMap<Node, Values> {
    return this.#holdings.initial;
  }

  input(name: string, shape: Shape): Node {
    return this.#within(`input "${name}"`, () => this.#holdings.input(name, shape));
  }

  /** Builds all nodes of a graph, and returns what it puts out. */
  build(graph: OnnxGraph, names: ReadonlyMap<string, Value>, around: Surroundings, outer?: Names): Value[] {
    const scope: Names = { own: new Map(names), outer };
    for (const tensor of graph.initializers) {
      if (!scope.own.has(tensor.name)) scope.own.set(tensor.name, this.#holdings.stored(tensor));
    }
    this.#nodes(graph.nodes, scope, around);
    return graph.outputs.map(({ name }) => this.#valueOf(name, scope, "the graph's outputs"));
  }

  #nodes(nodes: readonly OnnxNode[], scope: Names, around: Surroundings): void {
    for (const [i, node] of nodes.entries()) {
      const label = `node ${node.name === "" ? i + 1 : `"${short(node.name)}"`} (${short(node.op)})`;
      if (++this.#built > MAX_BUILT) {
        throw this.#fail(
          `${label}: expected at most ${MAX_BUILT} operations, loops and functions written out`,
        );
      }
      const values = this.graph.within(node.op, () => this.#node(node, label, scope, around));
      for (const [place, name] of node.outputs.entries()) {
        const value = values[place];
        if (name === "") continue;
        if (scope.own.has(name))
          throw this.#fail(`${label}: expected a new name, found "${short(name)}" once more`);
        // of what is not made nobody may ask
        if (value) scope.own.set(name, this.#holdings.settled(value));
      }
    }
  }

  #node(node: OnnxNode, label: string, scope: Names, around: Surroundings): readonly (Value | undefined)[] {
    const inputs = node.inputs.map((name) => (name === "" ? undefined : this.#valueOf(name, scope, label)));
    const attributes = new Map<string, OnnxAttribute>();
    for (const [name, attribute] of node.attributes) {
      const found = attribute.reference ? around.given.get(attribute.reference) : attribute;
      if (found) attributes.set(name, found);
    }
    const made = this.#functions.get(`${node.domain}:${node.op}`);
    if (made) return this.#function(made, inputs, attributes, label, around);
    const family = families.get(node.domain);
    const builder = family && Object.hasOwn(family, node.op) ? family[node.op] : undefined;
    if (!builder) {
      const domain = node.domain === "" ? "" : ` of ${node.domain}`;
      throw this.#fail(
        `${label}: expected an operation that can be read (docs/onnx.md lists them), found ${node.op}${domain}`,
      );
    }
    const call = this.#call(node, label, inputs, attributes, scope, around);
    const built = this.#within(label, () => builder(call));
    return "node" in built ? [built] : built;
  }

  /** Says where it was that something was not as it should be. */
  #within<T>(label: string, build: () => T): T {
    try {
      return build();
    } catch (error) {
      if (error instanceof InputError) {
        throw error.place === undefined ? this.#fail(`${label}: ${error.message}`) : error;
      }
      // an operation looks for axes and attributes that a file need not have
      if (error instanceof TypeError || error instanceof RangeError) {
        throw this.#fail(
          `${label}: expected inputs and attributes as ONNX has them, found others (${error.message})`,
        );
      }
      throw error;
    }
  }

  #function(
    { name, domain, inputs, outputs, nodes, opsets, defaults }: OnnxFunction,
    given: readonly (Value | undefined)[],
    attributes: ReadonlyMap<string, OnnxAttribute>,
    label: string,
    { depth }: Surroundings,
  ): (Value | undefined)[] {
    if (depth >= MAX_CALLS) {
      throw this.#fail(
        `${label}: expected functions up to ${MAX_CALLS} deep in each other, found more at ${domain}.${name}`,
      );
    }
    const own = new Map<string, Value>();
    for (const [i, input] of inputs.entries()) {
      const value = given[i];
      if (value) own.set(input, value);
    }
    const scope: Names = { own, outer: undefined };
    this.#nodes(nodes, scope, { opsets, given: new Map([...defaults, ...attributes]), depth: depth + 1 });
    return outputs.map((output) => own.get(output));
  }

  #call(
    node: OnnxNode,
    label: string,
    inputs: readonly (Value | undefined)[],
    attributes: ReadonlyMap<string, OnnxAttribute>,
    scope: Names,
    around: Surroundings,
  ): Call {
    const fail = (message: string) => this.#fail(`${label}: ${message}`);
    const opset = around.opsets.get(node.domain);
    if (opset === undefined)
      throw fail(`expected the file to say the version of "${node.domain}", found none`);
    if (opset > NEWEST) throw fail(`expected operations up to version ${NEWEST}, found ${opset}`);
    return callOf({
      holdings: this.#holdings,
      node,
      opset,
      inputs,
      attributes,
      fail,
      build: (graph, values) => {
        const names = new Map(graph.inputs.map(({ name }, i) => [name, values[i]] as const));
        return this.build(graph, names, around, scope);
      },
      find: (name) => this.#valueOf(name, scope, label),
    });
  }

  #valueOf(name: string, scope: Names, label: string): Value {
    for (let names: Names | undefined = scope; names; names = names.outer) {
      const value = names.own.get(name);
      if (value) return value;
    }
    throw this.#fail(
      `${label}: expected "${short(name)}" to be an input or made by a node before it, found neither`,
    );
  }

  #fail(message: string): InputError {
    return new InputError(short(message, MAX_MESSAGE), { file: this.#file });
  }
}

/** Names in files may be of any length. */
function short(text: string, most: number = MAX_NAME): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
