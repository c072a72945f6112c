import type { DType } from "../../src/index.ts";
import { type Field, message } from "./protobuf.ts";

/** The numbers that `onnx.proto` gives to what is used of it. */
const IR_VERSION = 8;
const OPSET = 17;
const ELEMENT_TYPE: Readonly<Record<DType, number>> = { f32: 1, f64: 11 };
const ATTRIBUTE_TYPE = { float: 1, integer: 2 } as const;

/** A tensor that goes into a graph or comes out of it. */
export interface Port {
  readonly name: string;
  readonly shape: readonly number[];
}

export type Attribute = { readonly float: number } | { readonly integer: number };

export interface Operation {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface OnnxGraph {
  readonly dtype: DType;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Tensors of ones. */
  readonly ones: readonly Port[];
  readonly operations: readonly Operation[];
}

/** An ONNX file. */
export function encodeModel({
  dtype,
  inputs,
  outputs,
  ones,
  operations,
}: OnnxGraph): Uint8Array<ArrayBuffer> {
  const graph = message(
    ...operations.map((operation) => part(1, encodeOperation(operation))),
    { field: 2, text: "step" },
    ...ones.map((port) => part(5, encodeOnes(port, dtype))),
    ...inputs.map((port) => part(11, encodePort(port, dtype))),
    ...outputs.map((port) => part(12, encodePort(port, dtype))),
  );
  const opset = message({ field: 1, text: "" }, { field: 2, integer: OPSET });
  return message({ field: 1, integer: IR_VERSION }, part(7, graph), part(8, opset));
}

function encodeOperation({ op, inputs, output, attributes = {} }: Operation): Uint8Array {
  return message(
    ...inputs.map((text): Field => ({ field: 1, text })),
    { field: 2, text: output },
    { field: 4, text: op },
    ...Object.entries(attributes).map(([name, attribute]) => part(5, encodeAttribute(name, attribute))),
  );
}

function encodeAttribute(name: string, attribute: Attribute): Uint8Array {
  const type = "float" in attribute ? ATTRIBUTE_TYPE.float : ATTRIBUTE_TYPE.integer;
  const value: Field =
    "float" in attribute ? { field: 2, float: attribute.float } : { field: 3, integer: attribute.integer };
  return message({ field: 1, text: name }, value, { field: 20, integer: type });
}

function encodeOnes({ name, shape }: Port, dtype: DType): Uint8Array {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const values = (dtype === "f32" ? new Float32Array(size) : new Float64Array(size)).fill(1);
  return message(
    ...shape.map((integer): Field => ({ field: 1, integer })),
    { field: 2, integer: ELEMENT_TYPE[dtype] },
    { field: 8, text: name },
    { field: 9, bytes: new Uint8Array(values.buffer) },
  );
}

function encodePort({ name, shape }: Port, dtype: DType): Uint8Array {
  const dimensions = message(...shape.map((integer) => part(1, message({ field: 1, integer }))));
  const tensorType = message({ field: 1, integer: ELEMENT_TYPE[dtype] }, part(2, dimensions));
  return message({ field: 1, text: name }, part(2, message(part(1, tensorType))));
}

function part(field: number, bytes: Uint8Array): Field {
  return { field, bytes };
}
