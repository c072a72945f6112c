import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { JsonScanner } from "./json-scanner.ts";
import { readNumbers } from "./number-kinds.ts";
import {
  bitsOf,
  isSafetensorsDtype,
  kindOf,
  readableDtypes,
  type SafetensorsDtype,
} from "./safetensors-dtypes.ts";
import { counted, expectedWords, quote } from "./wording.ts";

/** The largest header, in bytes: as in the reference library. */
const MAX_HEADER = 100_000_000;
/** All names and metadata together, in bytes. */
const MAX_TEXT = 16 * 2 ** 20;
const MAX_TENSORS = 100_000;
const MAX_AXES = 64;
const METADATA = "__metadata__";

/** A tensor of a file, whose numbers are decoded when they are asked for. */
export interface NamedTensor {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: Shape;
  /** As they stand in the file, little-endian. */
  readonly bytes: Uint8Array;
  /**
   * The numbers: float32 values where those hold every number of the dtype, else float64. Values of aligned F32 and F64
   * share the memory of the file.
   * @throws InputError where the dtype cannot be read as numbers, or an integer is not exact as a float64
   */
  read(): Tensor;
}

export interface Safetensors {
  /** By name, in the order of the header. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** What the header says of a tensor; offsets count bytes from the end of the header. */
interface Entry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

/**
 * Opens a safetensors file: the length of a header (8 bytes, little-endian), the header (JSON), the tensors' bytes.
 * Strict as the specification is: the header begins with `{`, no key stands twice, and the tensors cover the rest of the
 * file without holes and overlaps.
 * @param file what messages call it
 * @throws InputError where the bytes are not such a file
 */
export function parseSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const refuse = (message: string): never => {
    throw new InputError(message, { file });
  };
  const header = headerOf(bytes, refuse);
  const { entries, metadata } = readHeader(header, refuse);
  const data = bytes.subarray(8 + header.length);
  checkCover(entries, data.length, refuse);
  const tensors = new Map(entries.map((entry) => [entry.name, namedTensor(entry, data, refuse)]));
  return { tensors, metadata };
}

function headerOf(bytes: Uint8Array, refuse: (message: string) => never): Uint8Array {
  if (bytes.length < 8) {
    refuse(
      `expected a safetensors file, which begins with the length of its header in 8 bytes, found ${counted(bytes.length, "byte")}`,
    );
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER) {
    refuse(
      `expected a safetensors file with a header of at most ${MAX_HEADER} bytes, found one of ${length}`,
    );
  }
  const header = bytes.subarray(8, 8 + Number(length));
  if (header.length < length) {
    refuse(`expected a safetensors header of ${length} bytes, found ${header.length} to the end of the file`);
  }
  if (header[0] !== 0x7b) refuse("expected the safetensors header to begin with {");
  return header;
}

function readHeader(
  header: Uint8Array,
  refuse: (message: string) => never,
): { entries: readonly Entry[]; metadata: ReadonlyMap<string, string> } {
  const refuseAt = (message: string, at: number): never => refuse(`header, byte ${at}: ${message}`);
  const scanner = new JsonScanner(header, MAX_TEXT, refuseAt);
  const entries: Entry[] = [];
  const metadata = new Map<string, string>();
  scanner.object((name, at) => {
    if (name === METADATA) {
      scanner.object((key) => metadata.set(key, scanner.string()));
      return;
    }
    if (entries.length === MAX_TENSORS) refuseAt(`expected at most ${MAX_TENSORS} tensors, found more`, at);
    entries.push(readEntry(scanner, name, (message) => refuseAt(`${quote(name)}: ${message}`, at)));
  });
  scanner.end();
  return { entries, metadata };
}

function readEntry(scanner: JsonScanner, name: string, refuse: (message: string) => never): Entry {
  let dtype: SafetensorsDtype | undefined;
  let shape: readonly number[] | undefined;
  let offsets: readonly number[] | undefined;
  scanner.object((key) => {
    if (key === "dtype") dtype = readDtype(scanner.string(), refuse);
    else if (key === "shape") shape = wholeNumbers(scanner, "axes", MAX_AXES, refuse);
    else if (key === "data_offsets") offsets = wholeNumbers(scanner, "offsets", 2, refuse);
    else refuse(`expected dtype, shape and data_offsets, found ${quote(key)}`);
  });
  if (dtype === undefined) return refuse("expected a dtype, found none");
  if (shape === undefined) return refuse("expected a shape, found none");
  if (offsets === undefined) return refuse("expected data_offsets, found none");
  if (offsets.length !== 2) return refuse(`expected 2 data_offsets, found ${offsets.length}`);
  const [begin, end] = offsets;
  if (end < begin) refuse(`expected data_offsets in ascending order, found ${begin} and ${end}`);
  checkSize(dtype, shape, end - begin, refuse);
  return { name, dtype, shape, begin, end };
}

function readDtype(name: string, refuse: (message: string) => never): SafetensorsDtype {
  if (isSafetensorsDtype(name)) return name;
  return refuse(`unknown dtype ${quote(name)}: ${expectedWords(name, readableDtypes)}`);
}

function wholeNumbers(
  scanner: JsonScanner,
  things: string,
  limit: number,
  refuse: (message: string) => never,
): readonly number[] {
  const numbers: number[] = [];
  scanner.array(() => {
    if (numbers.length === limit) refuse(`expected at most ${limit} ${things}, found more`);
    numbers.push(scanner.wholeNumber());
  });
  return numbers;
}

function checkSize(
  dtype: SafetensorsDtype,
  shape: Shape,
  found: number,
  refuse: (message: string) => never,
): void {
  const bits = shape.reduce((size, extent) => {
    const product = size * extent;
    if (product > Number.MAX_SAFE_INTEGER)
      refuse(`expected fewer numbers than those of ${formatShape(shape)}`);
    return product;
  }, bitsOf(dtype));
  if (bits !== 8 * found) {
    refuse(
      `expected ${bits / 8} bytes for ${dtype} numbers of the shape ${formatShape(shape)}, found ${found}`,
    );
  }
}

/** Every byte after the header belongs to exactly one tensor. */
function checkCover(entries: readonly Entry[], length: number, refuse: (message: string) => never): void {
  const inOrder = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of inOrder) {
    if (begin !== covered) {
      refuse(
        `${quote(name)}: expected its bytes to begin at ${covered}, where those before it end, found ${begin}`,
      );
    }
    covered = end;
  }
  if (covered > length)
    refuse(`expected ${counted(covered, "byte")} of tensors, found ${length}   the file is cut short`);
  if (covered < length) {
    refuse(`expected the file to end with its tensors, found ${counted(length - covered, "byte")} more`);
  }
}

function namedTensor(entry: Entry, data: Uint8Array, refuse: (message: string) => never): NamedTensor {
  const { name, dtype, shape, begin, end } = entry;
  const bytes = data.subarray(begin, end);
  const refuseTensor = (message: string): never => refuse(`${quote(name)}: ${message}`);
  return {
    name,
    dtype,
    shape,
    bytes,
    read: () => {
      const kind = kindOf(dtype);
      if (!kind)
        return refuseTensor(
          `expected numbers of ${readableDtypes.join(", ")}, found ${dtype}   convert it to F32`,
        );
      return { shape, values: readNumbers(kind, bytes, true, refuseTensor) };
    },
  };
}
