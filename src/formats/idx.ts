import { InputError } from "../tensor/error.ts";
import { type Shape, sizeOf } from "../tensor/shape.ts";
import { refuseForeign } from "./foreign.ts";
import { shapeText, sizeWith } from "./size.ts";

/** The largest IDX file, unpacked, in MiB. */
export const MAX_IDX_MIB = 1024;

/** The numbers of an IDX file. */
export interface Idx {
  readonly shape: Shape;
  readonly values: Float32Array | Float64Array;
}

interface Kind {
  readonly bytes: number;
  read(view: DataView, at: number): number;
}

/** That of images. */
const UNSIGNED: Kind = { bytes: 1, read: (view, at) => view.getUint8(at) };

/** By the third byte of the file; numbers have the most significant byte first. */
const kinds: Readonly<Record<number, Kind>> = {
  8: UNSIGNED,
  9: { bytes: 1, read: (view, at) => view.getInt8(at) },
  11: { bytes: 2, read: (view, at) => view.getInt16(at) },
  12: { bytes: 4, read: (view, at) => view.getInt32(at) },
  13: { bytes: 4, read: (view, at) => view.getFloat32(at) },
  14: { bytes: 8, read: (view, at) => view.getFloat64(at) },
};

/**
 * Reads an IDX file, the format of MNIST: two zeros, the kind of number, the number of axes, their extents, the numbers.
 * @throws InputError where the bytes are not such a file
 */
export function parseIdx(bytes: Uint8Array, file: string): Idx {
  const refuse = (message: string): never => {
    throw new InputError(message, { file });
  };
  const kind = bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 ? kinds[bytes[2]] : undefined;
  if (!kind) {
    refuseForeign(bytes, file);
    return refuse("expected an IDX file, which begins with 0, 0 and the kind of its numbers");
  }
  const axes = bytes[3];
  const header = 4 + 4 * axes;
  if (axes === 0 || bytes.length < header) {
    return refuse(`expected the extents of ${axes || "one or more"} axes, found the end of the file`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = header + sizeWith(shape, kind.bytes, refuse);
  if (bytes.length !== expected) {
    refuse(`expected ${expected} bytes for ${shapeText(shape)} numbers, found ${bytes.length}`);
  }
  const size = sizeOf(shape);
  const values = kind.bytes > 2 ? new Float64Array(size) : new Float32Array(size);
  if (kind === UNSIGNED) values.set(bytes.subarray(header));
  else for (let i = 0, at = header; i < values.length; i++, at += kind.bytes) values[i] = kind.read(view, at);
  return { shape, values };
}
