import { type FileHandle, open } from "node:fs/promises";
import { InputError } from "../../index.ts";
import { isThere, readBytes, replaceFile } from "../files.ts";
import { type Kind, record, whole } from "./kinds.ts";
import { notWritten } from "./writing.ts";

/** A line says after how many steps it was written. */
export interface Line {
  readonly step: number;
}

/** More than any run writes, in MiB. */
const LIMIT = 256;

/**
 * The whole lines of a file of JSON lines; a last one that was cut off is left out. None where there is no file.
 * @throws InputError where it cannot be read, or a line is not of the kind
 */
async function readLines<L extends Line>(path: string, kind: Kind): Promise<L[]> {
  if (!(await isThere(path))) return [];
  // a letter may be torn as well
  const text = Buffer.from(await readBytes(path, { limit: LIMIT })).toString("utf8");
  const lines = text.split("\n");
  // behind the last line break there is nothing, or a line that is not whole
  lines.pop();
  return lines.map((line, i) => parsedLine<L>(line, kind, path, i + 1));
}

function parsedLine<L extends Line>(text: string, kind: Kind, file: string, line: number): L {
  const value = parsed(text);
  if (record({ step: whole })(value) && kind(value)) return value as L;
  throw new InputError("expected a line of this run as it was written, found another", { file, line });
}

/** JSON has no words for these. */
const NOT_FINITE = ["NaN", "Infinity", "-Infinity"];
/** Members that are numbers, which may be one of these. */
const NUMBERS = new Set(["loss", "validation", "measured", "threshold", "low", "high", "mean", "deviation"]);

function written(line: Line): string {
  const text = JSON.stringify(line, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
  return `${text}\n`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) =>
      NUMBERS.has(key) && NOT_FINITE.some((word) => word === value) ? Number(value) : value,
    );
  } catch {
    return undefined;
  }
}

/** A file to which lines of JSON are added as a training goes. */
export class Lines<L extends Line> {
  readonly path: string;
  readonly #kind: Kind;
  #isSynced = true;

  /** @param kind what a line is, beside its step */
  constructor(path: string, kind: Kind) {
    this.path = path;
    this.#kind = kind;
  }

  read(): Promise<L[]> {
    return readLines<L>(this.path, this.#kind);
  }

  /** Leaves the lines of up to so many steps, and returns them: a training that goes on writes the others again. */
  async cutAfter(steps: number): Promise<L[]> {
    const lines = await this.read();
    const kept = lines.filter(({ step }) => step <= steps);
    try {
      await replaceFile(this.path, kept.map(written).join(""));
    } catch (error) {
      throw notWritten(error, this.path);
    }
    return kept;
  }

  /** @throws InputError where there is no room for them */
  async add(lines: readonly L[]): Promise<void> {
    this.#isSynced = false;
    await this.#opened((handle) => handle.appendFile(lines.map(written).join("")));
  }

  /** Makes sure that what was added is there, also where the machine loses power. */
  async sync(): Promise<void> {
    if (!this.#isSynced) await this.#opened((handle) => handle.sync());
    this.#isSynced = true;
  }

  async #opened(use: (handle: FileHandle) => Promise<void>): Promise<void> {
    try {
      const handle = await open(this.path, "a");
      try {
        await use(handle);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw notWritten(error, this.path);
    }
  }
}
