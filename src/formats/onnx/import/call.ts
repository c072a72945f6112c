import type { Graph } from "../../../graph/graph.ts";
import type { Node } from "../../../graph/node.ts";
import type { Ops } from "../../../ops/index.ts";
import type { InputError } from "../../../tensor/error.ts";
import type { Shape } from "../../../tensor/shape.ts";
import type { Values } from "../../../tensor/tensor.ts";
import type { ElementType } from "../file/element-type.ts";
import type { OnnxGraph, OnnxTensor } from "../file/model.ts";
import type { Built, Value } from "./value.ts";

/** One node of a file while it is built: what it is given, and what it is built with. */
export interface Call {
  readonly graph: Graph;
  readonly ops: Ops;
  /** The version of the operations that the file is written for. */
  readonly opset: number;
  /** Undefined where an optional one is left out. */
  readonly inputs: readonly (Value | undefined)[];
  /** How many outputs the node has, and whether the one at a place is taken by anybody. */
  readonly outputs: number;
  wants(output: number): boolean;
  /** @throws InputError where the input is left out */
  input(place: number): Value;
  integer(name: string, otherwise: number): number;
  number(name: string, otherwise: number): number;
  text(name: string, otherwise: string): string;
  integers(name: string): readonly number[] | undefined;
  numbers(name: string): readonly number[] | undefined;
  texts(name: string): readonly string[] | undefined;
  tensor(name: string): OnnxTensor | undefined;
  subgraph(name: string): OnnxGraph;
  has(attribute: string): boolean;
  /** The numbers of a tensor, where the shape of something follows from them. */
  known(value: Value): Values;
  /** The same of an input by its place; undefined where it is left out. */
  knownInput(place: number): number[] | undefined;
  /** A tensor of numbers that the operation itself brings. */
  literal(shape: Shape, values: ArrayLike<number>): Node;
  /** The same, from the number at each place; there is an end to how much all operations may bring. */
  table(shape: Shape, numberAt: (place: number) => number): Node;
  /** 0, 1, 2 … up to so many. */
  counting(count: number): Node;
  /** What a tensor of the file holds, as a value. */
  stored(tensor: OnnxTensor): Value;
  /** Builds a graph that stands in an attribute, and returns what it puts out. */
  build(graph: OnnxGraph, inputs: readonly Value[]): Value[];
  /** What an earlier node of the same graph calls by a name. */
  find(name: string): Value;
  fail(message: string): InputError;
}

/** How an operation of ONNX is built from our primitives. */
export type Builder = (call: Call) => Built;

export type Family = Readonly<Record<string, Builder>>;

/** A value of the type of another. */
export function like({ type }: { readonly type: ElementType }, node: Node): Value {
  return { node, type };
}

export function truth(node: Node): Value {
  return { node, type: "bool" };
}

export function int64(node: Node): Value {
  return { node, type: "int64" };
}
