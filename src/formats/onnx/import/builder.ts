import type { Graph } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import { type Ops, opsFor } from "../../../ops/index.ts";
import { InputError } from "../../../tensor/error.ts";
import { formatShape, type Shape, sizeOf } from "../../../tensor/shape.ts";
import type { DType, Values } from "../../../tensor/tensor.ts";
import { isFloat } from "../file/element-type.ts";
import type { OnnxAttribute, OnnxFunction, OnnxGraph, OnnxNode, OnnxTensor } from "../file/model.ts";
import { BoundedGraph } from "./bounded-graph.ts";
import type { Call } from "./call.ts";
import { families } from "./families.ts";
import { Known } from "./known.ts";
import type { Value } from "./value.ts";

/** How many operations may be built, loops and functions written out. */
const MAX_BUILT = 20_000;

/** The newest version of operations that is known, that of ONNX 1.22. */
const NEWEST = 27;

/** How many numbers all operations together may bring of their own. */
const MAX_BROUGHT = 2 ** 22;

/** How deep functions may call each other. */
const MAX_CALLS = 16;

/** Whole numbers of which there are so few are calculated while the file is read: shapes, axes. */
const MAX_SMALL = 1024;

const MAX_MESSAGE = 500;

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
  readonly graph: Graph;
  readonly ops: Ops;
  /** The numbers of states: what the file holds, and what operations bring. */
  readonly initial: Map<Node, Values> = new Map();
  readonly #known: Known;
  readonly #functions: ReadonlyMap<string, OnnxFunction>;
  readonly #file: string;
  readonly #inputNames = new Map<number, string>();
  readonly #texts = new Set<string>();
  readonly #counts = new Map<number, Node>();
  #built = 0;
  #brought = 0;

  constructor(
    dtype: DType,
    functions: ReadonlyMap<string, OnnxFunction>,
    file: string,
    given: (leaf: Node) => Values | undefined,
  ) {
    this.graph = new BoundedGraph(dtype);
    this.ops = opsFor(this.graph);
    this.#functions = functions;
    this.#file = file;
    this.#known = new Known(this.graph, given, (message) => this.#fail(message));
  }

  input(name: string, shape: Shape): Node {
    const node = this.#within(`input "${name}"`, () => this.#named(this.ops.input(shape), name));
    this.#inputNames.set(node.id, name);
    return node;
  }

  stored(tensor: OnnxTensor): Value {
    const node = this.literal(tensor.shape, tensor.values);
    if (node.op.name === "state" && tensor.name !== "") this.#named(node, tensor.name);
    return { node, type: tensor.type };
  }

  /** One number everywhere is a constant; other numbers are a state that nothing changes. */
  literal(shape: Shape, values: ArrayLike<number>): Node {
    const [first = 0] = [values[0]];
    let isSame = true;
    for (let i = 1; i < values.length && isSame; i++) isSame = Object.is(values[i], first);
    const node = isSame ? this.ops.constant(first, shape) : this.ops.state(shape);
    const held =
      values instanceof Float32Array || values instanceof Float64Array ? values : Float64Array.from(values);
    if (!isSame) this.initial.set(node, held);
    this.#known.set(node, held);
    return node;
  }

  #table(shape: Shape, numberAt: (place: number) => number): Node {
    const size = sizeOf(shape);
    this.#brought += size;
    if (!(this.#brought <= MAX_BROUGHT)) {
      throw new InputError(
        `expected operations that bring at most ${MAX_BROUGHT} numbers, found more at ${formatShape(shape)}`,
      );
    }
    return this.literal(
      shape,
      Float64Array.from({ length: size }, (_, place) => numberAt(place)),
    );
  }

  #counting(count: number): Node {
    const node = this.#counts.get(count) ?? this.#table([count], (place) => place);
    this.#counts.set(count, node);
    return node;
  }

  /** Builds all nodes of a graph, and returns what it puts out. */
  build(graph: OnnxGraph, names: ReadonlyMap<string, Value>, around: Surroundings, outer?: Names): Value[] {
    const scope: Names = { own: new Map(names), outer };
    for (const tensor of graph.initializers) {
      if (!scope.own.has(tensor.name)) scope.own.set(tensor.name, this.stored(tensor));
    }
    this.#nodes(graph.nodes, scope, around);
    return graph.outputs.map(({ name }) => this.#valueOf(name, scope, "the graph's outputs"));
  }

  #nodes(nodes: readonly OnnxNode[], scope: Names, around: Surroundings): void {
    for (const [i, node] of nodes.entries()) {
      const label = node.name === "" ? `node ${i + 1} (${node.op})` : `node "${node.name}" (${node.op})`;
      if (++this.#built > MAX_BUILT) {
        throw this.#fail(
          `${label}: expected at most ${MAX_BUILT} operations, loops and functions written out`,
        );
      }
      const values = this.graph.within(node.op, () => this.#node(node, label, scope, around));
      for (const [place, name] of node.outputs.entries()) {
        const value = values[place];
        if (name === "") continue;
        if (scope.own.has(name)) throw this.#fail(`${label}: expected a new name, found "${name}" once more`);
        // of what is not made nobody may ask
        if (value) scope.own.set(name, this.#settled(value));
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
    const known = (value: Value): Values => {
      const values = this.#known.valuesOf(value.node, ({ id }) => {
        const name = this.#inputNames.get(id);
        throw fail(
          `its shape depends on the numbers of the input "${name}": give them (values), so that it can be built`,
        );
      });
      if (!values) throw fail("expected numbers that are known before anything is executed");
      return values;
    };
    const first = <T>(list: readonly T[] | undefined, otherwise: T): T =>
      list && list.length > 0 ? list[0] : otherwise;
    return {
      graph: this.graph,
      ops: this.ops,
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
      known,
      knownInput: (place) => {
        const value = inputs[place];
        return value && Array.from(known(value));
      },
      isConstant: ({ node: of }) => this.#known.isConstant(of),
      literal: (shape, values) => this.literal(shape, values),
      table: (shape, numberAt) => this.#table(shape, numberAt),
      counting: (count) => this.#counting(count),
      stored: (tensor) => this.stored(tensor),
      build: (graph, values) => {
        const names = new Map(graph.inputs.map(({ name }, i) => [name, values[i]] as const));
        return this.build(graph, names, around, scope);
      },
      find: (name) => this.#valueOf(name, scope, label),
      fail,
    };
  }

  #valueOf(name: string, scope: Names, label: string): Value {
    for (let names: Names | undefined = scope; names; names = names.outer) {
      const value = names.own.get(name);
      if (value) return value;
    }
    throw this.#fail(
      `${label}: expected "${name}" to be an input or made by a node before it, found neither`,
    );
  }

  /** A few whole numbers that depend on nothing from outside are calculated here and now. */
  #settled(value: Value): Value {
    const { node, type } = value;
    const isSmall = !isFloat(type) && sizeOf(node.shape) <= MAX_SMALL && node.inputs.length > 0;
    if (!isSmall || !this.#known.isConstant(node)) return value;
    const values = this.#known.valuesOf(node, () => undefined);
    return values ? { node: this.literal(node.shape, values), type } : value;
  }

  /** Names that people could mistake for an element's are left out, and so is one that is taken. */
  #named(node: Node, name: string): Node {
    if (!/^[\p{L}_][\p{L}\p{N}_./:-]*$/u.test(name) || this.#texts.has(name)) return node;
    this.#texts.add(name);
    const axes = node.shape.map((_, axis) => axis);
    return this.graph.name(node, axes.length === 0 ? { text: name } : { text: name, axes });
  }

  #fail(message: string): InputError {
    // names may be of any length
    const shown = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
    return new InputError(shown, { file: this.#file });
  }
}
