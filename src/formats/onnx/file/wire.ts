import { PbfReader } from "pbf";
import type { InputError } from "../../../tensor/error.ts";

/** How deep messages may stand in each other. */
const MAX_DEPTH = 40;

/** How many fields a file may have; packed numbers count as one. */
const MAX_FIELDS = 1_000_000;

const [VARINT, FIXED_64, BYTES, FIXED_32] = [0, 1, 2, 5] as const;

/** How the numbers of a repeated field are written. */
export type NumberKind = "signed" | "unsigned" | "float" | "double";

type Fail = (message: string) => InputError;

/**
 * Visits the fields of a Protocol Buffers message in the order of the file. Every length is held against what is there, and
 * fields are counted, however they are nested.
 * @param fail makes the error of what is wrong
 */
export function eachField(bytes: Uint8Array, fail: Fail, visit: (field: Field) => void): void {
  readMessage(bytes, { fail, fields: 0 }, 0, visit);
}

/** What all messages of a file have in common. */
interface Reading {
  readonly fail: Fail;
  fields: number;
}

/** A field of a message, and how its value is read. */
export class Field {
  readonly number: number;
  readonly #wire: number;
  readonly #integer: number;
  readonly #bytes: Uint8Array;
  readonly #reading: Reading;
  readonly #depth: number;

  constructor(number: number, wire: number, reader: PbfReader, reading: Reading, depth: number) {
    this.number = number;
    this.#wire = wire;
    this.#reading = reading;
    this.#depth = depth;
    this.#integer = wire === VARINT ? varint(reader, reading, true) : 0;
    this.#bytes = wire === VARINT ? NONE : taken(reader, lengthOf(wire, reader, number, reading), reading);
  }

  integer(): number {
    if (this.#wire !== VARINT) throw this.#wrong("a whole number");
    return this.#integer;
  }

  float(): number {
    return viewOf(this.#of(FIXED_32, "a number of 32 bits")).getFloat32(0, true);
  }

  text(): string {
    const bytes = this.bytes();
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      throw notOnnx(this.#reading, error);
    }
  }

  /** Of a message that stands in another it is the bytes. */
  bytes(): Uint8Array {
    return this.#of(BYTES, "bytes");
  }

  /** Visits the numbers of a repeated field, packed or one alone. */
  eachNumber(kind: NumberKind, visit: (number: number) => void): void {
    if (kind === "float" || kind === "double") this.#eachFixed(kind === "float" ? 4 : 8, visit);
    else if (this.#wire === VARINT)
      visit(kind === "unsigned" && this.#integer < 0 ? this.#integer + 2 ** 64 : this.#integer);
    else {
      const inside = new PbfReader(this.bytes());
      while (inside.pos < inside.length) visit(varint(inside, this.#reading, kind === "signed"));
    }
  }

  /** Visits the fields of a message. */
  each(visit: (field: Field) => void): void {
    readMessage(this.bytes(), this.#reading, this.#depth + 1, visit);
  }

  #eachFixed(size: 4 | 8, visit: (number: number) => void): void {
    const isAlone = this.#wire === (size === 4 ? FIXED_32 : FIXED_64);
    const bytes = isAlone ? this.#bytes : this.bytes();
    if (bytes.length % size !== 0) {
      throw this.#reading.fail(`expected numbers of ${size} bytes, found ${bytes.length} bytes`);
    }
    const view = viewOf(bytes);
    for (let at = 0; at < bytes.length; at += size) {
      visit(size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
    }
  }

  #of(wire: number, wanted: string): Uint8Array {
    if (this.#wire !== wire) throw this.#wrong(wanted);
    return this.#bytes;
  }

  #wrong(wanted: string): InputError {
    return this.#reading.fail(`field ${this.number}: expected ${wanted}, found another kind of value`);
  }
}

const NONE = new Uint8Array(0);

function readMessage(
  message: Uint8Array,
  reading: Reading,
  depth: number,
  visit: (field: Field) => void,
): void {
  if (depth > MAX_DEPTH)
    throw reading.fail(`expected messages up to ${MAX_DEPTH} deep in each other, found more`);
  const reader = new PbfReader(message);
  while (reader.pos < message.length) {
    if (++reading.fields > MAX_FIELDS)
      throw reading.fail(`expected at most ${MAX_FIELDS} fields, found more`);
    const tag = varint(reader, reading);
    const number = Math.floor(tag / 8);
    if (number === 0)
      throw reading.fail("expected an ONNX file, found bytes that are none (a field of the number 0)");
    visit(new Field(number, tag % 8, reader, reading, depth));
  }
}

function lengthOf(wire: number, reader: PbfReader, number: number, reading: Reading): number {
  if (wire === BYTES) return varint(reader, reading);
  if (wire === FIXED_64) return 8;
  if (wire === FIXED_32) return 4;
  throw reading.fail(`expected an ONNX file, found bytes that are none (field ${number} is of kind ${wire})`);
}

function taken(reader: PbfReader, length: number, { fail }: Reading): Uint8Array {
  const end = reader.pos + length;
  if (!(length >= 0 && end <= reader.length)) {
    throw fail(`expected ${length} more bytes, found ${reader.length - reader.pos}: the file is cut off`);
  }
  const bytes = reader.buf.subarray(reader.pos, end);
  reader.pos = end;
  return bytes;
}

function varint(reader: PbfReader, reading: Reading, isSigned = false): number {
  let found = 0;
  try {
    found = reader.readVarint(isSigned);
  } catch (error) {
    throw notOnnx(reading, error);
  }
  if (reader.pos > reader.length)
    throw reading.fail("expected more of a number, found the end: the file is cut off");
  return found;
}

function notOnnx({ fail }: Reading, error: unknown): InputError {
  return fail(`expected an ONNX file, found bytes that are none (${(error as Error).message})`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
