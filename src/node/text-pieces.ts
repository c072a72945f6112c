import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { InputError } from "../index.ts";

/** Bytes that are read at once. */
const PIECE = 2 ** 20;
/** The most that a packed file may unpack to, in bytes. */
const MOST_UNPACKED = 2 ** 36;

/** A piece of a text, and how many bytes of its file have been read by then. */
export interface TextPiece {
  readonly text: string;
  readonly bytes: number;
}

/**
 * The text of a UTF-8 file, a piece at a time, unpacked where gzip has packed it.
 * @throws InputError where it cannot be read or unpacked, or is not text
 */
export async function* textPieces(path: string): AsyncGenerator<TextPiece> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const refuse = (message: string): never => {
    throw new InputError(message, { file: path });
  };
  const isPacked = await isGzip(path);
  const source = createReadStream(path, { highWaterMark: PIECE });
  try {
    let unpacked = 0;
    for await (const chunk of isPacked ? unpack(source) : source) {
      const bytes = chunk as Uint8Array;
      if (unpacked === 0) checkNotUtf16(bytes, refuse);
      unpacked += bytes.length;
      if (unpacked > MOST_UNPACKED) refuse(`expected at most ${MOST_UNPACKED / 2 ** 30} GiB, found more`);
      let text = "";
      try {
        text = decoder.decode(bytes, { stream: true });
      } catch {
        const from = (unpacked - bytes.length).toLocaleString("en");
        refuse(`expected text in UTF-8, found other bytes behind byte ${from}   save it as UTF-8`);
      }
      yield { text, bytes: source.bytesRead };
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith("Z_")) refuse("expected a whole gzip file, found a broken one");
    throw error;
  } finally {
    source.destroy();
  }
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function unpack(source: Readable): Readable {
  const gunzip = createGunzip({ chunkSize: PIECE });
  const out = new PassThrough();
  // whatever goes wrong is thrown by whoever reads what comes out
  pipeline(source, gunzip, out).catch((error: Error) => out.destroy(error));
  return out;
}

function checkNotUtf16([first, second]: Uint8Array, refuse: (message: string) => never): void {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    refuse("expected text in UTF-8, found UTF-16   save it as UTF-8");
  }
}
