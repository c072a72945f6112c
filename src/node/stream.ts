import { open } from "node:fs/promises";
import type { Example, PreparedData } from "../index.ts";
import { dataPath } from "./data-path.ts";
import type { StreamingOptions } from "./streaming.ts";

/** CSV files of more than so many MiB, unpacked, are not held in memory. */
const STREAM_FROM_MIB = 64;

export interface StreamOptions extends StreamingOptions {
  /** Default: 64. */
  readonly fromMib?: number;
}

/** Data that are read from temporary files, which `close` deletes. */
export interface StreamedData {
  readonly data: PreparedData;
  close(): void;
}

/**
 * Reads the data of an example that do not fit in memory, once, and keeps them in temporary files.
 * @param path of the example file
 * @returns undefined where they do fit, or are of a kind that is always held in memory
 * @throws InputError with the place of the first mistake
 */
export async function streamData(
  example: Example,
  path: string,
  options: StreamOptions,
): Promise<StreamedData | undefined> {
  const { data } = example;
  if ("inline" in data || data.train.format !== "csv") return undefined;
  const file = dataPath(data.train.path, data.train.place, path, "csv");
  const size = await unpackedSize(file);
  if (size === undefined || size < (options.fromMib ?? STREAM_FROM_MIB) * 2 ** 20) return undefined;
  const { Streaming } = await import("./streaming.ts");
  const streaming = new Streaming(example, data, path, options);
  const close = (): void => streaming.close();
  try {
    return { data: await streaming.read(data.train), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** How large a file is, or says that it is unpacked (modulo 4 GiB); undefined where it is no file that can be read. */
async function unpackedSize(path: string): Promise<number | undefined> {
  const handle = await open(path).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return undefined;
    const { buffer } = await handle.read(new Uint8Array(2), 0, 2, 0);
    if (buffer[0] !== 0x1f || buffer[1] !== 0x8b || stat.size < 18) return stat.size;
    const end = await handle.read(new Uint8Array(4), 0, 4, stat.size - 4);
    // gzip makes nothing larger that is worth speaking of
    return Math.max(stat.size, new DataView(end.buffer.buffer).getUint32(0, true));
  } finally {
    await handle.close();
  }
}
