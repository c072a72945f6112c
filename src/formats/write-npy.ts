import { InputError } from "../tensor/error.ts";
import { formatShape, sizeOf } from "../tensor/shape.ts";
import { littleEndianBytes, type WritableTensor, type WritableValues } from "./number-kinds.ts";

/** Numbers begin at a multiple of this many bytes, as NumPy lays them out. */
const ALIGNMENT = 64;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/**
 * The bytes of an npy file (version 1): float32, float64 or int64, whichever the values are.
 * @throws InputError where the values do not fit the shape
 */
export function writeNpy({ shape, values }: WritableTensor): Uint8Array {
  if (values.length !== sizeOf(shape)) {
    throw new InputError(
      `npy: expected ${sizeOf(shape)} values for the shape ${formatShape(shape)}, found ${values.length}`,
    );
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dictionary = `{'descr': '${descrOf(values)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = Math.ceil((10 + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + values.byteLength);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(start - 11)}\n`), 10);
  bytes.set(littleEndianBytes(values), start);
  return bytes;
}

function descrOf(values: WritableValues): string {
  if (values instanceof Float32Array) return "<f4";
  return values instanceof Float64Array ? "<f8" : "<i8";
}
