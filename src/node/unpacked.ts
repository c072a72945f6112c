import { gunzipSync } from "node:zlib";
import { type ReadOptions, readBytes, refusal } from "./files.ts";

/**
 * Reads a file of bytes, unpacking what gzip has packed.
 * @throws InputError where there is no such file, it may not be read or unpacked, or is too large
 */
export async function readUnpacked(path: string, options: ReadOptions): Promise<Uint8Array> {
  const bytes = await readBytes(path, options);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: options.limit * 2 ** 20 });
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw refusal(
      path,
      options,
    )(
      isLarge
        ? `expected at most ${options.limit} MiB, found more`
        : "expected a whole gzip file, found a broken one",
    );
  }
}
