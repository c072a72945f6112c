import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { InputError } from "../index.ts";

/** The most that is unpacked, in GiB. */
const MOST_UNPACKED = 64;

/**
 * Bytes as they come, unpacked where gzip has packed them.
 * @throws InputError where what looks packed cannot be unpacked
 */
export async function* unpacked(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<Uint8Array, void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const rest = { [Symbol.asyncIterator]: () => iterator };
  const [a, b] = first.value;
  if (a !== 0x1f || b !== 0x8b) {
    yield* joined(first.value, rest);
    return;
  }
  const gunzip = createGunzip({ chunkSize: 2 ** 18 });
  // whatever goes wrong is thrown by what comes out
  pipeline(Readable.from(joined(first.value, rest)), gunzip, () => {});
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > MOST_UNPACKED * 2 ** 30) {
        throw new InputError(`expected at most ${MOST_UNPACKED} GiB unpacked, found more`, { file });
      }
      yield chunk;
    }
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith("Z_")) throw error;
    throw new InputError("expected a whole gzip file, found a broken one", { file });
  }
}

/**
 * The text that bytes write in UTF-8, as they come; a byte order mark stays.
 * @throws InputError where they are not UTF-8
 */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let isFirst = true;
  try {
    for await (const chunk of chunks) {
      if (isFirst) refuseUtf16(chunk, file);
      isFirst = false;
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InputError("expected text in UTF-8, found other bytes   save it as UTF-8", { file });
  }
}

/** A piece that has been looked at, and those behind it; whoever has enough closes them too. */
export async function* joined(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const iterator = rest[Symbol.asyncIterator]();
  try {
    yield first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

function refuseUtf16([first, second]: Uint8Array, file: string): void {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new InputError("expected text in UTF-8, found UTF-16   save it as UTF-8", { file });
  }
}
