import { InputError } from "../tensor/error.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { refuseForeign } from "./foreign.ts";
import { readNumbers } from "./number-kinds.ts";
import { kindOf, readableDtypes, type SafetensorsDtype } from "./safetensors-dtypes.ts";
import { type Entry, readHeader } from "./safetensors-header.ts";
import { counted, quote } from "./wording.ts";

/** The largest header, in bytes: as in the reference library. */
const MAX_HEADER = 100_000_000;

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
  const header = headerOf(bytes, (message) => {
    refuseForeign(bytes, file);
    return refuse(message);
  });
  const { entries, metadata } = readHeader(header, refuse);
  const data = bytes.subarray(8 + header.length);
  checkCover(entries, data.length, refuse);
  const tensors = new Map(entries.map((entry) => [entry.name, new StoredTensor(entry, data, file)]));
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

class StoredTensor implements NamedTensor {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: Shape;
  readonly #entry: Entry;
  readonly #file: string;
  readonly #data: Uint8Array;

  constructor(entry: Entry, data: Uint8Array, file: string) {
    this.name = entry.name;
    this.dtype = entry.dtype;
    this.shape = entry.shape;
    this.#entry = entry;
    this.#data = data;
    this.#file = file;
  }

  get bytes(): Uint8Array {
    return this.#data.subarray(this.#entry.begin, this.#entry.end);
  }

  read(): Tensor {
    const refuse = (message: string): never => {
      throw new InputError(`${quote(this.name)}: ${message}`, { file: this.#file });
    };
    const kind = kindOf(this.dtype);
    if (!kind) {
      return refuse(
        `expected numbers of ${readableDtypes.join(", ")}, found ${this.dtype}   convert it to F32`,
      );
    }
    return { shape: this.shape, values: readNumbers(kind, this.bytes, true, refuse) };
  }
}
