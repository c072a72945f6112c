import { PbfWriter } from "pbf";

/** A message as field numbers and values: texts, whole numbers, bytes, messages; a list repeats the field. */
export type Message = readonly (readonly [field: number, value: FieldValue])[];
type FieldValue = string | number | Uint8Array | Message;

/** The bytes of a message. */
export function messageBytes(message: Message): Uint8Array {
  const writer = new PbfWriter();
  write(message, writer);
  return writer.finish().slice();
}

function write(message: Message, to: PbfWriter): void {
  for (const [field, value] of message) {
    if (typeof value === "string") to.writeBytesField(field, new TextEncoder().encode(value));
    else if (typeof value === "number") to.writeVarintField(field, value);
    else if (value instanceof Uint8Array) to.writeBytesField(field, value);
    else to.writeBytesField(field, messageBytes(value));
  }
}

export interface FileNode {
  readonly op: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  /** Messages of their own, or whole numbers by name. */
  readonly attributes?: readonly Message[] | Readonly<Record<string, number | readonly number[]>>;
}

/** A port of float32. */
export function port(name: string, shape: readonly (number | string)[]): Message {
  const extents = shape.map((extent) => [1, [[typeof extent === "number" ? 1 : 2, extent]]] as const);
  return [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, 1],
            [2, extents],
          ],
        ],
      ],
    ],
  ];
}

/** A tensor of whole numbers of 64 bits. */
export function int64s(
  name: string,
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Message {
  return [
    ...shape.map((extent) => [1, extent] as const),
    [2, 7],
    [8, name],
    ...values.map((value) => [7, value] as const),
  ];
}

export function nodeMessage({
  op,
  inputs = [],
  outputs = ["y"],
  name = "",
  domain,
  attributes = [],
}: FileNode): Message {
  const given = Array.isArray(attributes)
    ? (attributes as readonly Message[])
    : integersOf(attributes as never);
  return [
    ...inputs.map((input) => [1, input] as const),
    ...outputs.map((output) => [2, output] as const),
    [3, name],
    [4, op],
    ...given.map((attribute) => [5, attribute] as const),
    ...(domain === undefined ? [] : [[7, domain] as const]),
  ];
}

function integersOf(attributes: Readonly<Record<string, number | readonly number[]>>): Message[] {
  return Object.entries(attributes).map(([name, value]): Message => {
    if (typeof value === "number")
      return [
        [1, name],
        [3, value],
        [20, 2],
      ];
    return [[1, name], ...value.map((one) => [8, one] as const), [20, 7]];
  });
}

export interface FileGraph {
  readonly nodes?: readonly FileNode[];
  readonly tensors?: readonly Message[];
  readonly inputs?: readonly Message[];
  readonly outputs?: readonly Message[];
}

export function graphMessage({
  nodes = [],
  tensors = [],
  inputs = [],
  outputs = [port("y", [])],
}: FileGraph): Message {
  return [
    ...nodes.map((node) => [1, nodeMessage(node)] as const),
    ...tensors.map((tensor) => [5, tensor] as const),
    ...inputs.map((input) => [11, input] as const),
    ...outputs.map((output) => [12, output] as const),
  ];
}

/** A file around a graph, with more fields of the model behind it. */
export function onnxFile(graph: FileGraph, more: Message = []): Uint8Array {
  return messageBytes([[1, 8], [7, graphMessage(graph)], [8, [[2, 18]]], ...more]);
}
