import type { Shape } from "../../../tensor/shape.ts";
import type { Values } from "../../../tensor/tensor.ts";
import type { ElementType } from "./element-type.ts";

/** What an ONNX file says, in the words of `onnx.proto`. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: { readonly name: string; readonly version: string };
  /** The version of the operations of each domain; that of ONNX itself is "". */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  /** By domain and name, as "domain:name". */
  readonly functions: ReadonlyMap<string, OnnxFunction>;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** An operation that is a graph of others. */
export interface OnnxFunction {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
  readonly opsets: ReadonlyMap<string, number>;
  /** What its attributes are where nobody gives them. */
  readonly defaults: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly name: string;
  /** "" where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxAttribute {
  readonly integers?: readonly number[];
  readonly floats?: readonly number[];
  readonly texts?: readonly string[];
  readonly tensor?: OnnxTensor;
  readonly graph?: OnnxGraph;
  /** In a function: the attribute of the function that it is. */
  readonly reference?: string;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly values: Values;
}

/** Something that goes into a graph or comes out of it. */
export interface OnnxPort {
  readonly name: string;
  readonly type: ElementType;
  /** A word stands for an extent that is not said, and for the same one wherever it stands; undefined: nothing is said. */
  readonly shape: readonly (number | string | undefined)[] | undefined;
}
