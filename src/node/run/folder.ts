import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../index.ts";
import { finishedName, isThere, replaceFile } from "../files.ts";
import { Checkpoints } from "./checkpoints.ts";
import { type FindingLine, type LayersLine, linesOf, type MetricsLine, runFiles } from "./contents.ts";
import type { Lines } from "./lines.ts";
import { isLock, lockFolder } from "./lock.ts";
import { type RunRecord, readRecord, writeRecord } from "./record.ts";
import { notWritten } from "./writing.ts";

/** The folder of one run, which this process alone writes to. */
export class RunFolder {
  readonly path: string;
  readonly checkpoints: Checkpoints;
  readonly metrics: Lines<MetricsLine>;
  readonly layers: Lines<LayersLine>;
  readonly findings: Lines<FindingLine>;
  /** Lets others write to it. */
  readonly close: () => Promise<void>;

  private constructor(path: string, kept: number, close: () => Promise<void>) {
    this.path = path;
    this.checkpoints = new Checkpoints(join(path, runFiles.checkpoints), kept);
    const { metrics, layers, findings } = linesOf(path);
    this.metrics = metrics;
    this.layers = layers;
    this.findings = findings;
    this.close = close;
  }

  /**
   * Opens a folder to write to, which is made where there is none.
   * @param kept how many checkpoints are kept
   * @throws InputError where it cannot be written to, another process does, or it holds something else than a run
   */
  static async open(path: string, kept: number): Promise<RunFolder> {
    const close = await lockFolder(path);
    try {
      const names = await readdir(path);
      const isRun = names.includes(runFiles.record);
      const strange = isRun ? undefined : names.find((name) => !isOurs(name));
      if (strange !== undefined) {
        throw new InputError(
          `expected an empty folder, or that of a run, found ${JSON.stringify(strange)} in it`,
          { file: path },
        );
      }
      const folder = new RunFolder(path, kept, close);
      await folder.#tidy();
      return folder;
    } catch (error) {
      await close();
      throw notWritten(error, path);
    }
  }

  /** What a process that died has left half written goes. */
  async #tidy(): Promise<void> {
    for (const name of await readdir(this.path)) {
      if (isOurs(name) && finishedName(name) !== name) await rm(join(this.path, name), { force: true });
    }
    await this.checkpoints.prepare();
  }

  /** @throws InputError where it is not one; undefined where there is none yet */
  async record(): Promise<RunRecord | undefined> {
    return recordIn(this.path);
  }

  async writeRecord(record: RunRecord): Promise<void> {
    await writeRecord(join(this.path, runFiles.record), record);
  }

  /** Puts one of the run's files there, whole or not at all. */
  async write(file: "example" | "report" | "model", contents: string | Uint8Array): Promise<void> {
    const path = join(this.path, runFiles[file]);
    try {
      await replaceFile(path, contents);
    } catch (error) {
      throw notWritten(error, path);
    }
  }
}

/** The record of the run in a folder; undefined where there is no run. */
export async function recordIn(folder: string): Promise<RunRecord | undefined> {
  const path = join(folder, runFiles.record);
  return (await isThere(path)) ? readRecord(path) : undefined;
}

const names: readonly string[] = Object.values(runFiles);

/** Is it a name that a run gives a file in its folder? */
export function isOurs(name: string): boolean {
  return names.includes(finishedName(name)) || isLock(name);
}
