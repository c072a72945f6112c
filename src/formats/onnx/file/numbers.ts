import type { Values } from "../../../tensor/tensor.ts";
import { type ElementType, type Encoding, encodingOf } from "./element-type.ts";

/**
 * Numbers from the bytes in which they stand, the least significant first; where elements are narrower than a byte, the
 * lower bits hold the first. Undefined where there are not as many bytes as `count` elements take, or nothing is known of the type.
 */
export function decodeNumbers(type: ElementType, bytes: Uint8Array, count: number): Values | undefined {
  const encoding = encodingOf(type);
  if (!encoding || bytes.length !== Math.ceil((count * encoding.bits) / 8)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = type === "float32" ? new Float32Array(count) : new Float64Array(count);
  const read = readerOf(encoding, view);
  for (let i = 0; i < count; i++) values[i] = read(i);
  return values;
}

/** A number from the bits of one element, for types of 16 bits or fewer with a point. */
export function decodeBits(type: ElementType, bits: number): number {
  const encoding = encodingOf(type);
  return encoding?.exponent === undefined ? bits : small(encoding, bits);
}

function readerOf(encoding: Encoding, view: DataView): (i: number) => number {
  const { kind, bits } = encoding;
  if (encoding.exponent !== undefined) {
    const raw = readerOf({ kind: "unsigned", bits }, view);
    return (i) => small(encoding, raw(i));
  }
  if (kind === "float")
    return bits === 32 ? (i) => view.getFloat32(4 * i, true) : (i) => view.getFloat64(8 * i, true);
  const isSigned = kind === "signed";
  switch (bits) {
    case 64:
      return (i) => Number(isSigned ? view.getBigInt64(8 * i, true) : view.getBigUint64(8 * i, true));
    case 32:
      return (i) => (isSigned ? view.getInt32(4 * i, true) : view.getUint32(4 * i, true));
    case 16:
      return (i) => (isSigned ? view.getInt16(2 * i, true) : view.getUint16(2 * i, true));
    case 8:
      return (i) => (isSigned ? view.getInt8(i) : view.getUint8(i));
  }
  return (i) => {
    const found = (view.getUint8(Math.floor((i * bits) / 8)) >> ((i * bits) % 8)) & (2 ** bits - 1);
    return isSigned && found >= 2 ** (bits - 1) ? found - 2 ** bits : found;
  };
}

/** A number of a sign, an exponent and a fraction. */
function small({ bits, exponent = 0, bias = 0, special }: Encoding, found: number): number {
  const fractionBits = bits - 1 - exponent;
  const sign = found >= 2 ** (bits - 1) ? -1 : 1;
  const power = (found >> fractionBits) & (2 ** exponent - 1);
  const fraction = found & (2 ** fractionBits - 1);
  const isLast = power === 2 ** exponent - 1;
  if (special === "ieee" && isLast) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (special === "last" && isLast && fraction === 2 ** fractionBits - 1) return Number.NaN;
  if (special === "minus zero" && found === 2 ** (bits - 1)) return Number.NaN;
  const scaled = fraction / 2 ** fractionBits;
  return sign * (power === 0 ? scaled * 2 ** (1 - bias) : (1 + scaled) * 2 ** (power - bias));
}
