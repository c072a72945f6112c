import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, type NumberStorage } from "../index.ts";

/**
 * Numbers in a temporary file. It loses its name as soon as it is open, where the system can do that, so that nothing is left
 * of it however the process ends.
 */
export class TemporaryNumbers implements NumberStorage {
  readonly #folder: string;
  readonly #file: number;

  /** @throws InputError where there is no room for temporary files */
  constructor() {
    try {
      this.#folder = mkdtempSync(join(tmpdir(), "backstep-"));
      this.#file = openSync(join(this.#folder, "numbers"), "wx+", 0o600);
    } catch (error) {
      throw noRoom(error);
    }
    try {
      rmSync(this.#folder, { recursive: true });
    } catch {
      // an open file keeps its name on some systems: it is deleted when it is closed, or at the end
      process.once("exit", this.#remove);
    }
  }

  write(values: Float64Array, at: number): void {
    const bytes = bytesOf(values);
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, at * values.BYTES_PER_ELEMENT + done);
      }
    } catch (error) {
      throw noRoom(error);
    }
  }

  read(values: Float64Array, at: number): void {
    const bytes = bytesOf(values);
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(
        this.#file,
        bytes,
        done,
        bytes.length - done,
        at * values.BYTES_PER_ELEMENT + done,
      );
      if (read === 0) throw new Error("temporary file: expected numbers that were written, found its end");
      done += read;
    }
  }

  close(): void {
    closeSync(this.#file);
    process.removeListener("exit", this.#remove);
    this.#remove();
  }

  readonly #remove = (): void => rmSync(this.#folder, { recursive: true, force: true });
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function noRoom(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const cure = "TMPDIR says which folder is used";
  return new InputError(`expected room for a temporary file in ${tmpdir()}, found ${code}   ${cure}`);
}
