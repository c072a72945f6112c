import { coneOf, type Graph } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import { InputError } from "../../../tensor/error.ts";
import { formatShape, type Shape, sizeOf } from "../../../tensor/shape.ts";
import type { DType, Values } from "../../../tensor/tensor.ts";
import { type ElementType, encodingOf } from "../file/element-type.ts";
import type { OnnxPort } from "../file/model.ts";
import { readModel } from "../file/read.ts";
import { GraphBuilder } from "./builder.ts";
import type { Value } from "./value.ts";

export interface OnnxImportOptions {
  /** What the file is called in messages. */
  readonly file?: string;
  /** How many samples a batch has: stands for every extent that the file leaves open. Default: 1. */
  readonly samples?: number;
  /** Shapes of inputs, by name, where those of the file are not to be taken. */
  readonly shapes?: Readonly<Record<string, Shape>>;
  /** Numbers of inputs from which shapes follow, by name: such an input is fixed to them. */
  readonly values?: Readonly<Record<string, ArrayLike<number>>>;
  /** Default: f64, which holds whole numbers up to 2^53; f32 holds them up to 2^24. */
  readonly dtype?: DType;
}

/** Something that goes into an imported graph or comes out of it. */
export interface ImportedPort {
  readonly name: string;
  /** What it is in the file. Here all are numbers of the graph's width. */
  readonly type: ElementType;
  readonly node: Node;
}

/** A file as a graph of ours, which any backend executes. */
export interface ImportedOnnx {
  readonly graph: Graph;
  /** Those on which an output depends. */
  readonly inputs: readonly ImportedPort[];
  readonly outputs: readonly ImportedPort[];
  /** The numbers of every state that an output needs: to be written before the graph is executed. */
  readonly initial: ReadonlyMap<Node, Values>;
  /** Inputs whose numbers were given, and decided shapes. */
  readonly fixed: readonly string[];
  readonly producer: { readonly name: string; readonly version: string };
  readonly metadata: ReadonlyMap<string, string>;
}

/** What a file takes and says, before anything is built. */
export interface OnnxSignature {
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly producer: { readonly name: string; readonly version: string };
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads what a file takes and says: names, types and extents, where a word or undefined stands for one that is left open.
 * @throws InputError where the bytes are not such a file
 */
export function onnxSignature(bytes: Uint8Array, file = "the ONNX file"): OnnxSignature {
  const { graph, producer, metadata } = readModel(bytes, file);
  const held = new Set(graph.initializers.map(({ name }) => name));
  return {
    inputs: graph.inputs.filter(({ name }) => !held.has(name)),
    outputs: graph.outputs,
    producer,
    metadata,
  };
}

/**
 * Builds the graph of a file, for inputs of one shape. Whatever shapes depend on is calculated while it is built. Nothing but
 * the bytes is read, and nothing in them is run.
 * @throws InputError in one line, with the node, where the file is not valid or has an operation that cannot be read
 */
export function importOnnx(bytes: Uint8Array, options: OnnxImportOptions = {}): ImportedOnnx {
  const { file = "the ONNX file", samples = 1, shapes = {}, values = {}, dtype = "f64" } = options;
  const model = readModel(bytes, file);
  const { opsets, graph, functions, producer, metadata } = model;
  const fixed = new Set<string>();
  const names = new Map<Node, string>();
  const builder = new GraphBuilder(dtype, functions, file, (leaf) => {
    const name = names.get(leaf);
    if (name === undefined || !Object.hasOwn(values, name)) return undefined;
    fixed.add(name);
    return Float64Array.from(values[name]);
  });
  const held = new Set(graph.initializers.map(({ name }) => name));
  const inputs: ImportedPort[] = [];
  const given = new Map<string, Value>();
  for (const port of graph.inputs.filter(({ name }) => !held.has(name))) {
    if (!encodingOf(port.type)) {
      const found = port.type === "undefined" ? "something else" : `elements of the type ${port.type}`;
      throw new InputError(`input "${port.name}": expected a tensor of numbers, found ${found}`, { file });
    }
    if (given.has(port.name))
      throw new InputError(`input "${port.name}": expected it once, found it again`, { file });
    const shape = Object.hasOwn(shapes, port.name) ? shapes[port.name] : closed(port, samples, file);
    const node = builder.input(port.name, shape);
    names.set(node, port.name);
    if (Object.hasOwn(values, port.name) && values[port.name].length !== sizeOf(shape)) {
      throw new InputError(
        `input "${port.name}": expected numbers for ${formatShape(shape)}, found ${values[port.name].length}`,
        { file },
      );
    }
    inputs.push({ name: port.name, type: port.type, node });
    given.set(port.name, { node, type: port.type });
  }
  const built = builder.build(graph, given, { opsets, given: new Map(), depth: 0 });
  const outputs = graph.outputs.map(({ name }, i) => ({ name, ...built[i] }));
  const needed = new Set(coneOf(outputs.map(({ node }) => node)));
  return {
    graph: builder.graph,
    inputs: inputs.filter(({ node }) => needed.has(node)),
    outputs,
    initial: new Map([...builder.initial].filter(([node]) => needed.has(node))),
    fixed: [...fixed],
    producer,
    metadata,
  };
}

/** @throws InputError where the file does not say how many axes there are */
function closed({ name, shape }: OnnxPort, samples: number, file: string): Shape {
  if (!shape)
    throw new InputError(`input "${name}": expected its shape in the file, or given (shapes)`, { file });
  return shape.map((extent) => {
    if (typeof extent !== "number") return samples;
    if (extent >= 0) return extent;
    throw new InputError(`input "${name}": expected extents from 0, found ${extent}`, { file });
  });
}
