import { PbfReader } from "pbf";
import { InputError } from "../../../tensor/error.ts";

/** How deep messages may stand in each other. */
const MAX_DEPTH = 40;

/** How many fields a file may have; packed numbers count as one. */
const MAX_FIELDS = 2_000_000;

const [VARINT, FIXED_64, BYTES, FIXED_32] = [0, 1, 2, 5] as const;

/** What a field holds; of a message that stands in another it is the bytes. */
export interface Field {
  readonly number: number;
  /** The value of a field of a whole number. */
  integer(): number;
  float(): number;
  double(): number;
  text(): string;
  bytes(): Uint8Array;
  /** Numbers of a repeated field, packed or one alone. */
  integers(): number[];
  floats(): number[];
  doubles(): number[];
  /** Whole numbers without a sign, of 64 bits. */
  unsigned(): number[];
  /** Visits the fields of a message. */
  each(visit: (field: Field) => void): void;
}

/**
 * Visits the fields of a Protocol Buffers message in the order of the file. Every length is held against what is there, and
 * fields are counted, however they are nested.
 * @param fail makes the error of what is wrong
 */
export function eachField(
  bytes: Uint8Array,
  fail: (message: string) => InputError,
  visit: (field: Field) => void,
): void {
  let fields = 0;
  read(bytes, 0, visit);

  function read(message: Uint8Array, depth: number, visit: (field: Field) => void): void {
    if (depth > MAX_DEPTH) throw fail(`expected messages up to ${MAX_DEPTH} deep in each other, found more`);
    const reader = new PbfReader(message);
    while (reader.pos < message.length) {
      if (++fields > MAX_FIELDS) throw fail(`expected at most ${MAX_FIELDS} fields, found more`);
      const tag = varint(reader);
      const number = Math.floor(tag / 8);
      if (number === 0) throw fail(`expected a field of a message, found one of the number 0`);
      visit(fieldOf(reader, number, tag % 8, depth));
    }
  }

  function fieldOf(reader: PbfReader, number: number, wire: number, depth: number): Field {
    const wrong = (wanted: string) =>
      fail(`field ${number}: expected ${wanted}, found another kind of value`);
    let integer: number | undefined;
    let bytes: Uint8Array | undefined;
    if (wire === VARINT) integer = varint(reader, true);
    else if (wire === BYTES) bytes = taken(reader, varint(reader));
    else if (wire === FIXED_64) bytes = taken(reader, 8);
    else if (wire === FIXED_32) bytes = taken(reader, 4);
    else throw fail(`field ${number}: expected a value of a known kind, found kind ${wire}`);

    const fixed = (kind: number, wanted: string): DataView => {
      if (wire !== kind || !bytes) throw wrong(wanted);
      return viewOf(bytes);
    };
    const packed = (): Uint8Array => {
      if (wire !== BYTES || !bytes) throw wrong("bytes");
      return bytes;
    };
    const varints = (isSigned: boolean): number[] => {
      const numbers: number[] = [];
      const inside = new PbfReader(packed());
      while (inside.pos < inside.length) numbers.push(varint(inside, isSigned));
      return numbers;
    };
    return {
      number,
      integer() {
        if (integer === undefined) throw wrong("a whole number");
        return integer;
      },
      float: () => fixed(FIXED_32, "a number of 32 bits").getFloat32(0, true),
      double: () => fixed(FIXED_64, "a number of 64 bits").getFloat64(0, true),
      text: () => textOf(packed()),
      bytes: packed,
      integers: () => (integer === undefined ? varints(true) : [integer]),
      unsigned: () => (integer === undefined ? varints(false) : [integer < 0 ? integer + 2 ** 64 : integer]),
      floats: () =>
        wire === FIXED_32 ? [fixed(FIXED_32, "a number").getFloat32(0, true)] : numbersOf(packed(), 4),
      doubles: () =>
        wire === FIXED_64 ? [fixed(FIXED_64, "a number").getFloat64(0, true)] : numbersOf(packed(), 8),
      each: (inner) => read(packed(), depth + 1, inner),
    };
  }

  function varint(reader: PbfReader, isSigned = false): number {
    const found = guarded(() => reader.readVarint(isSigned));
    if (reader.pos > reader.length) throw ended();
    return found;
  }

  function taken(reader: PbfReader, length: number): Uint8Array {
    const end = reader.pos + length;
    if (!(end <= reader.length)) {
      throw fail(`expected ${length} more bytes, found ${reader.length - reader.pos}: the file is cut off`);
    }
    const bytes = reader.buf.subarray(reader.pos, end);
    reader.pos = end;
    return bytes;
  }

  function numbersOf(bytes: Uint8Array, size: 4 | 8): number[] {
    if (bytes.length % size !== 0)
      throw fail(`expected numbers of ${size} bytes, found ${bytes.length} bytes`);
    const view = viewOf(bytes);
    return Array.from({ length: bytes.length / size }, (_, i) =>
      size === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true),
    );
  }

  function textOf(bytes: Uint8Array): string {
    return guarded(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  }

  function guarded<T>(decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw fail(`expected an ONNX file, found bytes that are none (${(error as Error).message})`);
    }
  }

  function ended(): InputError {
    return fail("expected more of a number, found the end: the file is cut off");
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
