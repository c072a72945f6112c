import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { type FileHandle, lstat, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { foreignAdvice, InputError, nearestWord, type Place } from "../index.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Bytes that are read at once. */
const PIECE = 2 ** 16;

export interface ReadOptions {
  /** The largest size, in MiB. */
  readonly limit: number;
  /** Where somebody asked for the file: that is what a file which cannot be read is blamed on. */
  readonly askedAt?: Place;
}

/**
 * Reads a UTF-8 text file.
 * @throws InputError where there is no such file, it may not be read, is too large or is not text
 */
export async function readTextFile(path: string, options: ReadOptions): Promise<string> {
  const bytes = await readBytes(path, options);
  const advice = isUtf8(bytes) ? undefined : foreignAdvice(bytes, path);
  if (advice !== undefined) throw refusal(path, options)(advice);
  return decodeUtf8(bytes, path);
}

/** What a message about a file is blamed on. */
export function refusal(path: string, { askedAt }: ReadOptions): (message: string) => InputError {
  return (message) =>
    askedAt ? new InputError(`${path}: ${message}`, askedAt) : new InputError(message, { file: path });
}

/**
 * Reads a file as it is.
 * @throws InputError where there is no such file, it may not be read, or is too large
 */
export async function readBytes(path: string, options: ReadOptions): Promise<Uint8Array> {
  const { limit } = options;
  const refuse = refusal(path, options);
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const stat = await handle.stat();
    if (stat.isDirectory()) throw refuse("expected a file, found a folder");
    const bytes = stat.size <= limit * 2 ** 20 ? await readAll(handle, limit * 2 ** 20) : undefined;
    if (!bytes) throw refuse(`expected at most ${limit} MiB, found ${found(stat.size)}`);
    return bytes;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw refuse(await reasonOf(error, path));
  } finally {
    await handle?.close();
  }
}

/**
 * The bytes of a file, some at a time.
 * @throws InputError where there is no such file, or it may not be read
 */
export async function* streamBytes(path: string): AsyncGenerator<Uint8Array, void> {
  try {
    if ((await stat(path)).isDirectory()) {
      throw new InputError("expected a file, found a folder", { file: path });
    }
    // it closes itself, also where not all of it is taken
    yield* createReadStream(path, { highWaterMark: 2 ** 18 }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(await reasonOf(error, path), { file: path });
  }
}

/**
 * Puts a text in the place of a file, whole or not at all; of a link, in the place of what it leads to.
 * @throws InputError where the file or its folder may not be written
 */
export async function writeTextFile(path: string, text: string): Promise<void> {
  try {
    await replaceFile(await realpath(path).catch(() => path), text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`expected a file that can be written, found ${code}`, { file: path });
  }
}

/**
 * Is there a file of this name?
 * @throws InputError where there is something else: a link, a folder, a pipe that would be waited for
 */
export async function isThere(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found && !found.isFile()) {
    throw new InputError("expected a file, found something else of this name", { file: path });
  }
  return found !== undefined;
}

/** What a file will be called when it is whole, that `replaceFile` was writing: `a.json` of `a.json.4711.part`. */
export function finishedName(name: string): string {
  return name.replace(/\.\d+\.part$/, "");
}

/**
 * Puts contents in the place of a file, whole or not at all, also where the machine loses power: they are written beside
 * it and synced, and then take its name, which is synced too.
 * @throws the system's error; what was there before is then there still, and nothing else
 */
export async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    const { mode } = await stat(path).catch(() => ({ mode: 0o644 }));
    const handle = await open(temporary, "wx", mode);
    try {
      await handle.writeFile(contents);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** Makes sure that the names in a folder are those that they are; some systems do not sync folders. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** All bytes, undefined where there are more than `limit`: a pipe has no size, and a file may grow. */
async function readAll(handle: FileHandle, limit: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size <= limit) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(PIECE), 0, PIECE);
    if (bytesRead === 0) return Buffer.concat(pieces, size);
    pieces.push(buffer.subarray(0, bytesRead));
    size += bytesRead;
  }
  return undefined;
}

/** `300 MiB`; of what has no size, `more` */
function found(size: number): string {
  return size > 0 ? `${Math.ceil(size / 2 ** 20)} MiB` : "more";
}

/** What to say when the system does not open a file. */
async function reasonOf(error: unknown, path: string): Promise<string> {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return missing(path);
  if (code === "ENOTDIR") return `expected a file, found that ${dirname(path)} is not a folder`;
  if (code === "EACCES" || code === "EPERM") return "expected a file that may be read, found no permission";
  if (code === undefined) throw error;
  return `expected a file that can be read, found ${code}`;
}

async function missing(path: string): Promise<string> {
  const names = await readdir(dirname(path)).catch(() => undefined);
  if (!names) return `expected a file, found no folder ${dirname(path)}`;
  const near = nearestWord(basename(path), names);
  return `expected a file, found none with this name${near === undefined ? "" : `   did you mean ${JSON.stringify(near)}?`}`;
}
