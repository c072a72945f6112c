import { crc32 } from "./crc32.ts";
import { inflate } from "./unpack.ts";
import { counted, quote } from "./wording.ts";
import { directoryOf, ELSEWHERE, type Listed, readDirectory, ZIP_FLAGS } from "./zip-directory.ts";

type Refuse = (message: string) => never;

/** A file in an archive; it is unpacked when it is asked for. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacked, in bytes. */
  readonly size: number;
  /** @throws what `refuse` throws, where it is broken */
  read(): Uint8Array;
}

const LOCAL = { signature: 0x04034b50, size: 30 };
const [STORED, DEFLATED] = [0, 8];
/** The longest record that may follow a file's bytes where its sizes stand behind them. */
const MAX_DESCRIPTOR = 24;
/** Deflate can make 1,032 bytes of one; what people pack has far fewer, and a small file is no danger. */
const BOMB = { ratio: 200, bytes: 16 * 2 ** 20 };

export function isZip(bytes: Uint8Array): boolean {
  const [p, k, a, b] = bytes;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

/** Would a file of this name stay in the folder in which somebody unpacks it, whatever the system? */
export function isPlainName(name: string): boolean {
  return name !== "" && !/^(\/|[a-z]:)|(^|\/)\.\.(\/|$)|[\\\p{Cc}\p{Surrogate}]/iu.test(name);
}

/**
 * Opens a zip archive. Every byte belongs to one file, its header, or the directory at the end, so that nothing hides
 * between, before or behind; names are plain relative ones, each once; nothing is encrypted; and no file unpacks to more than
 * `limit` bytes, or to far more than was packed.
 * @param limit of all files together, unpacked, in bytes
 */
export function openZip(bytes: Uint8Array, limit: number, refuse: Refuse): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = directoryOf(view, refuse);
  const listed = readDirectory(bytes, view, directory, refuse);
  checkNames(listed, refuse);
  checkSizes(listed, limit, refuse);
  const starts = checkCover(bytes, view, listed, directory.start, refuse);
  return listed.map((file, i) => ({
    name: file.name,
    size: file.size,
    read: () =>
      unpack(bytes.subarray(starts[i], starts[i] + file.packed), file, (message) =>
        refuse(`${quote(file.name)}: ${message}`),
      ),
  }));
}

function checkNames(files: readonly Listed[], refuse: Refuse): void {
  const known = new Set<string>();
  for (const { name } of files) {
    if (!isPlainName(name)) refuse(`expected plain names in the zip archive, found ${quote(name)}`);
    if (known.has(name)) refuse(`expected each name once in the zip archive, found ${quote(name)} again`);
    known.add(name);
  }
}

function checkSizes(files: readonly Listed[], limit: number, refuse: Refuse): void {
  let total = 0;
  for (const { name, method, flags, packed, size } of files) {
    const refuseFile = (message: string) => refuse(`${quote(name)}: ${message}`);
    if (flags & ZIP_FLAGS.encrypted) refuseFile("expected a file that is not encrypted");
    if (method !== STORED && method !== DEFLATED) {
      refuseFile(`expected a file that is stored or deflated, found the method ${method}`);
    }
    if (packed === ELSEWHERE || size === ELSEWHERE)
      refuseFile("expected less than 4 GiB, found more (zip64)");
    if (method === STORED && packed !== size) {
      refuseFile(`expected a stored file to have one size, found ${packed} and ${size}`);
    }
    total += size;
    if (total > limit) refuse(`expected at most ${limit / 2 ** 20} MiB unpacked, found more`);
    if (size > BOMB.bytes && size > BOMB.ratio * packed) {
      refuseFile(
        `expected at most ${BOMB.ratio} bytes for each packed one, found ${counted(size, "byte")} of ${packed}`,
      );
    }
  }
}

/**
 * The files lie one behind the other, from the first byte to the directory.
 * @returns where the bytes of each begin
 */
function checkCover(
  bytes: Uint8Array,
  view: DataView,
  files: readonly Listed[],
  end: number,
  refuse: Refuse,
): readonly number[] {
  const starts = files.map((file) => startOf(bytes, view, file, end, refuse));
  const inOrder = files.map((file, i) => ({ file, start: starts[i] })).sort((a, b) => a.start - b.start);
  let covered = 0;
  let slack = 0;
  for (const { file, start } of inOrder) {
    if (file.offset < covered || file.offset > covered + slack) {
      refuse(
        `${quote(file.name)}: expected its bytes to begin at ${covered}, behind the file before, found ${file.offset}`,
      );
    }
    covered = start + file.packed;
    slack = file.flags & ZIP_FLAGS.sizesBehind ? MAX_DESCRIPTOR : 0;
  }
  if (end < covered || end > covered + slack) {
    refuse(`expected the zip directory at ${covered}, behind the last file, found it at ${end}`);
  }
  return starts;
}

/** Where a file's bytes begin: behind its own header, which says the same as the directory. */
function startOf(bytes: Uint8Array, view: DataView, file: Listed, end: number, refuse: Refuse): number {
  const { offset, nameBytes } = file;
  const refuseFile = (message: string): never => refuse(`${quote(file.name)}: ${message}`);
  if (offset + LOCAL.size > end || view.getUint32(offset, true) !== LOCAL.signature) {
    refuseFile(`expected its zip header at ${offset}`);
  }
  const nameEnd = offset + LOCAL.size + view.getUint16(offset + 26, true);
  const name = bytes.subarray(offset + LOCAL.size, nameEnd);
  const isSame = (found: number, listed: number) =>
    found === listed || (file.flags & ZIP_FLAGS.sizesBehind) !== 0;
  const size = view.getUint32(offset + 22, true);
  if (
    name.length !== nameBytes.length ||
    name.some((byte, i) => byte !== nameBytes[i]) ||
    view.getUint16(offset + 8, true) !== file.method ||
    view.getUint16(offset + 6, true) !== file.flags ||
    !isSame(view.getUint32(offset + 14, true), file.crc) ||
    !(size === ELSEWHERE || isSame(size, file.size))
  ) {
    refuseFile("expected its zip header to say what the directory says");
  }
  return nameEnd + view.getUint16(offset + 28, true);
}

function unpack(packed: Uint8Array, { method, size, crc }: Listed, refuse: Refuse): Uint8Array {
  const bytes = method === STORED ? packed : inflate(packed, size, refuse);
  if (crc32(bytes) !== crc)
    refuse("expected other bytes: the checksum (CRC-32) does not fit   the file is broken");
  return bytes;
}
