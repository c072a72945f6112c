import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../index.ts";
import { finishedName, isThere, readBytes, replaceFile } from "../files.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { notWritten } from "./writing.ts";

/** Zeros before the number of the step, so that names are in the order of steps. */
const NAME = /^step-(\d{16})\.safetensors$/;
/** The largest file that Node takes as one. */
const LIMIT = 4095;

/** A checkpoint that was read, and which newer ones could not be. */
export interface Found {
  readonly name: string;
  readonly checkpoint: Checkpoint;
  readonly broken: readonly InputError[];
}

/** The folder of a run's checkpoints. The latest is found by looking: nothing says which it is, and so nothing can lie. */
export class Checkpoints {
  readonly path: string;
  readonly #kept: number;

  /** @param kept how many are kept; older ones go when a new one is there */
  constructor(path: string, kept: number) {
    this.path = path;
    this.#kept = kept;
  }

  /** Makes the folder, and takes away what a process that died has left half written. */
  async prepare(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    for (const name of await readdir(this.path)) {
      if (isCheckpoint(name) && finishedName(name) !== name) await rm(join(this.path, name));
    }
  }

  /**
   * Writes a checkpoint, whole or not at all.
   * @throws InputError where it cannot be written; those from before are still there then
   */
  async save(checkpoint: Checkpoint): Promise<void> {
    const { steps } = checkpoint.position;
    const path = join(this.path, nameOf(steps));
    const before = await this.names();
    try {
      await replaceFile(path, encodeCheckpoint(checkpoint));
      for (const name of (await this.names()).slice(this.#kept))
        await rm(join(this.path, name), { force: true });
    } catch (error) {
      // the new one may be there already, and an old one be in the way
      const [last] = new Set([...(await this.names()), ...before]);
      const rest =
        last === undefined ? "there is no checkpoint yet" : `${last} is intact, --resume goes on from it`;
      throw notWritten(error, path, rest);
    }
  }

  /** Names of files, the latest first. */
  async names(): Promise<string[]> {
    const names = await readdir(this.path).catch(() => []);
    return names
      .filter((name) => NAME.test(name))
      .sort()
      .reverse();
  }

  /**
   * The latest that is as it was written; undefined where there are none.
   * @throws InputError where none of them is whole
   */
  async latest(): Promise<Found | undefined> {
    const broken: InputError[] = [];
    for (const name of await this.names()) {
      const path = join(this.path, name);
      try {
        await isThere(path);
        return { name, checkpoint: decodeCheckpoint(await readBytes(path, { limit: LIMIT }), path), broken };
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        broken.push(error);
      }
    }
    if (broken.length > 0) throw broken[0];
    return undefined;
  }
}

/** Is this the name of a checkpoint, whole or not? */
export function isCheckpoint(name: string): boolean {
  return NAME.test(finishedName(name));
}

function nameOf(steps: number): string {
  return `step-${String(steps).padStart(16, "0")}.safetensors`;
}
