import { InputError } from "../tensor/error.ts";
import { formatShape, sizeOf } from "../tensor/shape.ts";
import { littleEndianBytes, type WritableTensor, type WritableValues } from "./number-kinds.ts";
import { quote } from "./wording.ts";

const ALIGNMENT = 8;

/**
 * The bytes of a safetensors file. The same tensors and metadata give the same bytes in whatever order they come: wider
 * numbers are first, so that all are aligned, and names are in order.
 * @throws InputError where a name cannot be written, or values do not fit their shape
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, WritableTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  const inOrder = [...tensors].sort(
    ([nameA, a], [nameB, b]) =>
      b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT || compare(nameA, nameB),
  );
  const { header, size } = describe(inOrder, metadata);
  const start = 8 + header.length;
  const bytes = new Uint8Array(start + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = start;
  for (const [, { values }] of inOrder) {
    bytes.set(littleEndianBytes(values), at);
    at += values.byteLength;
  }
  return bytes;
}

function describe(
  tensors: readonly (readonly [string, WritableTensor])[],
  metadata: ReadonlyMap<string, string>,
): { header: Uint8Array; size: number } {
  let size = 0;
  const members = tensors.map(([name, { shape, values }]) => {
    if (name === "__metadata__")
      throw new InputError(`expected another name for a tensor than ${quote(name)}`);
    if (values.length !== sizeOf(shape)) {
      throw new InputError(
        `${quote(name)}: expected ${sizeOf(shape)} values for ${formatShape(shape)}, found ${values.length}`,
      );
    }
    const offsets = [size, size + values.byteLength];
    size = offsets[1];
    return `${text(name)}:${JSON.stringify({ dtype: dtypeOf(values), shape, data_offsets: offsets })}`;
  });
  const notes = [...metadata]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, note]) => `${text(key)}:${text(note)}`);
  const json = `{${[...(notes.length > 0 ? [`"__metadata__":{${notes.join(",")}}`] : []), ...members].join(",")}}`;
  const written = new TextEncoder().encode(json);
  const header = new Uint8Array(Math.ceil(written.length / ALIGNMENT) * ALIGNMENT).fill(0x20);
  header.set(written);
  return { header, size };
}

function dtypeOf(values: WritableValues): string {
  if (values instanceof Float32Array) return "F32";
  return values instanceof Float64Array ? "F64" : "I64";
}

function text(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new InputError(`expected whole characters in ${quote(value)}`);
  return JSON.stringify(value);
}

/** By UTF-16 units: the same everywhere, whatever the language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
