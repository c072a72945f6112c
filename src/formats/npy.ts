import { InputError } from "../tensor/error.ts";
import { type Shape, sizeOf, walk } from "../tensor/shape.ts";
import type { Tensor, Values } from "../tensor/tensor.ts";
import { refuseForeign } from "./foreign.ts";
import { readNpyHeader } from "./npy-header.ts";
import { bytesOf, type NumberKind, readNumbers } from "./number-kinds.ts";
import { shapeText, sizeWith } from "./size.ts";
import { counted, quote } from "./wording.ts";

/** The largest npy file, in MiB. */
export const MAX_NPY_MIB = 1024;

type Refuse = (message: string) => never;

/** `\x93NUMPY` */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** In bytes; NumPy writes 118. */
const MAX_HEADER = 2 ** 16;

const kinds: Readonly<Record<string, NumberKind>> = {
  b1: "bool",
  i1: "i8",
  i2: "i16",
  i4: "i32",
  i8: "i64",
  u1: "u8",
  u2: "u16",
  u4: "u32",
  u8: "u64",
  f2: "f16",
  f4: "f32",
  f8: "f64",
};

/** What to do with an array that does not hold numbers, by the letter of its kind. */
const others: Readonly<Record<string, string>> = {
  O: "Python objects (a pickle, which can run code)   save it as numbers: numpy.save(file, array.astype(float))",
  U: "texts   save numbers: numpy.unique(array, return_inverse=True)[1]",
  S: "texts   save numbers: numpy.unique(array, return_inverse=True)[1]",
  c: "complex numbers   save array.real and array.imag",
  M: 'dates   save numbers: array.astype("int64")',
  m: 'durations   save numbers: array.astype("int64")',
  V: "structures   save each field by itself",
};

/**
 * Reads an npy file, NumPy's format of one array: a magic word, the version (1, 2 or 3), a header, the numbers. Row-major,
 * whatever the order in the file; float32 values where those hold every number of its kind, else float64.
 * @param file what messages call it
 * @throws InputError where the bytes are not such a file, or an integer is not exact as a float64
 */
export function parseNpy(bytes: Uint8Array, file: string): Tensor {
  if (!isNpy(bytes)) refuseForeign(bytes, file);
  return readNpy(bytes, (message) => {
    throw new InputError(message, { file });
  });
}

/** The same, with a refusal of the caller's. */
export function readNpy(bytes: Uint8Array, refuse: Refuse): Tensor {
  const { text, end } = headerOf(bytes, refuse);
  const { descr, isFortran, shape } = readNpyHeader(text, (message) => refuse(`npy header: ${message}`));
  const { kind, littleEndian } = numbersOf(descr, refuse);
  const expected = sizeWith(shape, bytesOf(kind), refuse);
  const data = bytes.subarray(end);
  if (data.length !== expected) {
    const more =
      data.length > expected ? "   one array for each file, or all in one npz" : "   the file is cut short";
    const what = `${descr} numbers of the shape ${shapeText(shape)}`;
    refuse(`expected ${counted(expected, "byte")} for ${what}, found ${data.length}${more}`);
  }
  const values = readNumbers(kind, data, littleEndian, refuse);
  return { shape, values: isFortran ? rowMajor(shape, values) : values };
}

function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

function headerOf(bytes: Uint8Array, refuse: Refuse): { text: string; end: number } {
  if (!isNpy(bytes)) refuse("expected an npy file, which begins with \\x93NUMPY");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [version, minor] = [bytes[6], bytes[7]];
  if (version < 1 || version > 3 || minor !== 0) {
    refuse(`expected version 1.0, 2.0 or 3.0 of the npy format, found ${version}.${minor}`);
  }
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) refuse("expected an npy header, found the end of the file");
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER) refuse(`expected an npy header of at most ${MAX_HEADER} bytes, found ${length}`);
  const end = start + length;
  if (bytes.length < end) refuse(`expected an npy header of ${length} bytes, found the end of the file`);
  return { text: decode(bytes.subarray(start, end), version === 3, refuse), end };
}

function decode(bytes: Uint8Array, isUtf8: boolean, refuse: Refuse): string {
  try {
    return new TextDecoder(isUtf8 ? "utf-8" : "latin1", { fatal: true }).decode(bytes);
  } catch {
    return refuse("npy header: expected text in UTF-8");
  }
}

function numbersOf(descr: string, refuse: Refuse): { kind: NumberKind; littleEndian: boolean } {
  const order = descr.charAt(0);
  const name = descr.slice(1);
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind && (order === "<" || order === ">" || (order === "|" && bytesOf(kind) === 1))) {
    return { kind, littleEndian: order !== ">" };
  }
  const letter = name.charAt(0);
  const other = Object.hasOwn(others, letter) ? others[letter] : quote(descr);
  return refuse(`expected an array of numbers (b1, i1 to i8, u1 to u8, f2 to f8), found ${other}`);
}

/** Values whose first axis is the fastest, with the last axis the fastest. */
function rowMajor(shape: Shape, values: Values): Values {
  const ordered = values.slice();
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  walk(shape, strides, (offset, other) => {
    ordered[offset] = values[other];
  });
  return ordered;
}
