import { counted } from "./wording.ts";

type Refuse = (message: string) => never;

export const ZIP_FLAGS = { encrypted: 1, sizesBehind: 8, utf8: 2048 } as const;
/** In place of a number that stands elsewhere, in records for archives of more than 4 GiB. */
export const ELSEWHERE = 0xffffffff;

const CENTRAL = { signature: 0x02014b50, size: 46 };
const END = { signature: 0x06054b50, size: 22 };

/** What the directory of an archive says of a file. */
export interface Listed {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Where the directory lies, and how many files it lists. */
interface Directory {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

export function directoryOf(view: DataView, refuse: Refuse): Directory {
  const at = view.byteLength - END.size;
  if (at < 0 || view.getUint32(at, true) !== END.signature) {
    refuse("expected a whole zip archive without a comment, found no directory at its end");
  }
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const start = view.getUint32(at + 16, true);
  const isSplit = view.getUint32(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== count;
  if (count === 0xffff || size === ELSEWHERE || start === ELSEWHERE) {
    refuse("expected a zip archive of less than 4 GiB and 65535 files, found a larger one (zip64)");
  }
  if (isSplit) refuse("expected a zip archive in one part, found a part of several");
  if (start + size !== at) refuse("expected the zip directory to end where its record begins");
  return { start, end: at, count };
}

export function readDirectory(
  bytes: Uint8Array,
  view: DataView,
  { start, end, count }: Directory,
  refuse: Refuse,
): readonly Listed[] {
  const listed: Listed[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL.size > end || view.getUint32(at, true) !== CENTRAL.signature) {
      refuse(`expected ${counted(count, "file")} in the zip directory, found ${i}`);
    }
    const nameEnd = at + CENTRAL.size + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) refuse("expected the zip directory to end with its last file");
    const flags = view.getUint16(at + 8, true);
    const nameBytes = bytes.subarray(at + CENTRAL.size, nameEnd);
    listed.push({
      name: nameOf(nameBytes, (flags & ZIP_FLAGS.utf8) !== 0, refuse),
      nameBytes,
      flags,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  if (at !== end) refuse(`expected ${counted(count, "file")} in the zip directory, found more`);
  return listed;
}

function nameOf(bytes: Uint8Array, isUtf8: boolean, refuse: Refuse): string {
  try {
    if (isUtf8 || bytes.every((byte) => byte < 0x80))
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {}
  return refuse("expected the names of a zip archive in UTF-8");
}
