import { PbfWriter } from "pbf";
import type { Shape } from "../../../tensor/shape.ts";
import { type ElementType, elementTypeNumber } from "../file/element-type.ts";

/** The versions that what is written keeps to: ONNX 1.13, of 2022. */
const IR_VERSION = 8;
const OPSET = 18;

/** The word for the extent of the batch. */
export const BATCH = "batch";

export type WrittenAttribute =
  | { readonly integer: number }
  | { readonly integers: readonly number[] }
  | { readonly text: string };

export interface WrittenNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, WrittenAttribute>>;
}

/** Numbers that the file holds. */
export interface WrittenTensor {
  readonly name: string;
  readonly type: "float32" | "float64" | "int64";
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
}

interface WrittenPort {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

export interface WrittenModel {
  readonly nodes: readonly WrittenNode[];
  readonly tensors: readonly WrittenTensor[];
  readonly inputs: readonly WrittenPort[];
  readonly outputs: readonly WrittenPort[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** The bytes of an ONNX file. */
export function writeModel(model: WrittenModel): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, IR_VERSION);
  writer.writeStringField(2, "backstep");
  writer.writeMessage(7, writeGraph, model);
  writer.writeMessage(8, (version, to) => to.writeVarintField(2, version), OPSET);
  for (const pair of model.metadata) writer.writeMessage(14, writePair, pair);
  return writer.finish();
}

function writeGraph({ nodes, tensors, inputs, outputs }: WrittenModel, to: PbfWriter): void {
  for (const node of nodes) to.writeMessage(1, writeNode, node);
  to.writeStringField(2, "backstep");
  for (const tensor of tensors) to.writeMessage(5, writeTensor, tensor);
  for (const port of inputs) to.writeMessage(11, writePort, port);
  for (const port of outputs) to.writeMessage(12, writePort, port);
}

function writeNode({ op, name, inputs, output, attributes }: WrittenNode, to: PbfWriter): void {
  for (const input of inputs) to.writeStringField(1, input);
  to.writeStringField(2, output);
  to.writeStringField(3, name);
  to.writeStringField(4, op);
  for (const attribute of Object.entries(attributes)) to.writeMessage(5, writeAttribute, attribute);
}

/** What `onnx.proto` calls the kinds of attributes. */
const [INTEGER, TEXT, INTEGERS] = [2, 3, 7] as const;

function writeAttribute([name, attribute]: [string, WrittenAttribute], to: PbfWriter): void {
  to.writeStringField(1, name);
  if ("integer" in attribute) {
    to.writeVarintField(3, attribute.integer);
    to.writeVarintField(20, INTEGER);
  } else if ("text" in attribute) {
    to.writeStringField(4, attribute.text);
    to.writeVarintField(20, TEXT);
  } else {
    for (const integer of attribute.integers) to.writeVarintField(8, integer);
    to.writeVarintField(20, INTEGERS);
  }
}

function writeTensor({ name, type, shape, values }: WrittenTensor, to: PbfWriter): void {
  for (const extent of shape) to.writeVarintField(1, extent);
  to.writeVarintField(2, elementTypeNumber(type));
  to.writeStringField(8, name);
  to.writeBytesField(9, bytesOf(type, values));
}

/** The least significant byte first, whatever the machine does. */
function bytesOf(type: WrittenTensor["type"], values: ArrayLike<number>): Uint8Array {
  const size = type === "float32" ? 4 : 8;
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    if (type === "float32") view.setFloat32(4 * i, values[i], true);
    else if (type === "float64") view.setFloat64(8 * i, values[i], true);
    else view.setBigInt64(8 * i, BigInt(values[i]), true);
  }
  return bytes;
}

function writePort({ name, type, shape }: WrittenPort, to: PbfWriter): void {
  to.writeStringField(1, name);
  to.writeMessage(2, writeType, { type, shape });
}

function writeType({ type, shape }: Omit<WrittenPort, "name">, to: PbfWriter): void {
  const writeTensorType = (_: undefined, inside: PbfWriter): void => {
    inside.writeVarintField(1, elementTypeNumber(type));
    inside.writeMessage(2, writeShape, shape);
  };
  to.writeMessage(1, writeTensorType, undefined);
}

function writeShape(shape: WrittenPort["shape"], to: PbfWriter): void {
  for (const extent of shape) to.writeMessage(1, writeExtent, extent);
}

function writeExtent(extent: number | string, to: PbfWriter): void {
  if (typeof extent === "number") to.writeVarintField(1, extent);
  else to.writeStringField(2, extent);
}

function writePair([key, value]: [string, string], to: PbfWriter): void {
  to.writeStringField(1, key);
  to.writeStringField(2, value);
}
