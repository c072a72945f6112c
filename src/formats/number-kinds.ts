import type { Shape } from "../tensor/shape.ts";
import type { Values } from "../tensor/tensor.ts";

/** A kind of number as files hold it: `i` signed, `u` unsigned, `f` floating point, then its bits. */
export type NumberKind =
  | "f16"
  | "bf16"
  | "f32"
  | "f64"
  | "i8"
  | "i16"
  | "i32"
  | "i64"
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "bool";

/** Values that can be written, as float32, float64 or int64. */
export type WritableValues = Values | BigInt64Array;

export interface WritableTensor {
  readonly shape: Shape;
  readonly values: WritableValues;
}

interface Kind {
  readonly bytes: number;
  /** The narrowest values that hold every number of this kind: what a float32 cannot hold takes float64. */
  readonly values: (size: number) => Values;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
}

const narrow = (size: number): Values => new Float32Array(size);
const wide = (size: number): Values => new Float64Array(size);

const kinds: Readonly<Record<NumberKind, Kind>> = {
  f16: { bytes: 2, values: narrow, read: (view, at, little) => half(view.getUint16(at, little)) },
  bf16: { bytes: 2, values: narrow, read: (view, at, little) => bfloat(view.getUint16(at, little)) },
  f32: { bytes: 4, values: narrow, read: (view, at, little) => view.getFloat32(at, little) },
  f64: { bytes: 8, values: wide, read: (view, at, little) => view.getFloat64(at, little) },
  i8: { bytes: 1, values: narrow, read: (view, at) => view.getInt8(at) },
  i16: { bytes: 2, values: narrow, read: (view, at, little) => view.getInt16(at, little) },
  i32: { bytes: 4, values: wide, read: (view, at, little) => view.getInt32(at, little) },
  i64: { bytes: 8, values: wide, read: (view, at, little) => exact(view.getBigInt64(at, little)) },
  u8: { bytes: 1, values: narrow, read: (view, at) => view.getUint8(at) },
  u16: { bytes: 2, values: narrow, read: (view, at, little) => view.getUint16(at, little) },
  u32: { bytes: 4, values: wide, read: (view, at, little) => view.getUint32(at, little) },
  u64: { bytes: 8, values: wide, read: (view, at, little) => exact(view.getBigUint64(at, little)) },
  bool: { bytes: 1, values: narrow, read: (view, at) => truth(view.getUint8(at)) },
};

/** What a number must be to be read, and what was found. */
class UnreadableNumber extends Error {}

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

export function bytesOf(kind: NumberKind): number {
  return kinds[kind].bytes;
}

/**
 * The numbers that bytes hold. Where the bytes are already laid out as the values are, the values share their memory.
 * @param bytes a whole number of numbers
 * @param refuse is told why a number cannot be read: it is not exact as a float64, or no truth value
 */
export function readNumbers(
  kind: NumberKind,
  bytes: Uint8Array,
  littleEndian: boolean,
  refuse: (message: string) => never,
): Values {
  const shared = littleEndian === HOST_IS_LITTLE_ENDIAN ? inPlace(kind, bytes) : undefined;
  if (shared) return shared;
  const { bytes: width, values: allocate, read } = kinds[kind];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = allocate(bytes.length / width);
  try {
    for (let i = 0, at = 0; i < values.length; i++, at += width) values[i] = read(view, at, littleEndian);
  } catch (error) {
    if (error instanceof UnreadableNumber) return refuse(error.message);
    throw error;
  }
  return values;
}

/** Values as files hold them; where the host does too, they share their memory. */
export function littleEndianBytes({
  buffer,
  byteOffset,
  byteLength,
  BYTES_PER_ELEMENT,
}: WritableValues): Uint8Array {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  if (HOST_IS_LITTLE_ENDIAN) return bytes;
  return bytes.map((_, at) => bytes[at ^ (BYTES_PER_ELEMENT - 1)]);
}

function inPlace(kind: NumberKind, bytes: Uint8Array): Values | undefined {
  const { buffer, byteOffset, length } = bytes;
  if (kind === "f32" && byteOffset % 4 === 0) return new Float32Array(buffer, byteOffset, length / 4);
  if (kind === "f64" && byteOffset % 8 === 0) return new Float64Array(buffer, byteOffset, length / 8);
  return undefined;
}

/** IEEE 754 binary16: 1 sign bit, 5 of the exponent, 10 of the fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const word = new DataView(new ArrayBuffer(4));

/** bfloat16: the upper half of a float32. */
function bfloat(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

function exact(value: bigint): number {
  const number = Number(value);
  if (BigInt(number) === value) return number;
  throw new UnreadableNumber(`expected whole numbers that a float64 holds exactly, found ${value}`);
}

function truth(value: number): number {
  if (value <= 1) return value;
  throw new UnreadableNumber(`expected 0 or 1 for each truth value, found ${value}`);
}
