import { open, readFile } from "node:fs/promises";
import { InputError } from "../../index.ts";
import { replaceFile } from "../files.ts";
import { notWritten } from "./writing.ts";

/** A line says after how many steps it was written. */
export interface Line {
  readonly step: number;
}

/** More than any run writes. */
const LIMIT = 256 * 2 ** 20;

/** The whole lines of a file of JSON lines; a last one that was cut off is left out. None where there is no file. */
export async function readLines<L extends Line>(path: string): Promise<L[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new InputError(`expected a file that can be read, found ${error.code}`, { file: path });
  });
  if (text.length > LIMIT)
    throw new InputError("expected at most 256 MiB of lines, found more", { file: path });
  const lines = text.split("\n");
  // behind the last line break there is nothing, or a line that is not whole
  lines.pop();
  return lines.map((line, i) => parsedLine<L>(line, path, i + 1));
}

function parsedLine<L extends Line>(text: string, file: string, line: number): L {
  try {
    const value = JSON.parse(text) as L;
    if (Number.isSafeInteger(value?.step)) return value;
  } catch {
    // said below
  }
  throw new InputError("expected a JSON object with a step in each line", { file, line });
}

/** A file to which lines of JSON are added as a training goes. */
export class Lines<L extends Line> {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Leaves the lines of up to so many steps, and returns them: a training that goes on writes the others again. */
  async cutAfter(steps: number): Promise<L[]> {
    const lines = await readLines<L>(this.path);
    const kept = lines.filter(({ step }) => step <= steps);
    try {
      await replaceFile(this.path, kept.map((line) => `${JSON.stringify(line)}\n`).join(""));
    } catch (error) {
      throw notWritten(error, this.path);
    }
    return kept;
  }

  /** @throws InputError where there is no room for it */
  async add(lines: readonly L[], sync = false): Promise<void> {
    try {
      const handle = await open(this.path, "a");
      try {
        if (lines.length > 0)
          await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
        if (sync) await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw notWritten(error, this.path);
    }
  }
}
