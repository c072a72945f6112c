import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import {
  type Checked,
  type CheckSubject,
  formatOf,
  InputError,
  MAX_WORKING_MIB,
  readWorking,
  type Working,
  type WorkingFormat,
} from "../index.ts";
import { readTextFile } from "../node/index.ts";
import { counted } from "./summary.ts";

/** A working that was read, and what it was read from. */
export interface LoadedWorking {
  /** As it is shown. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
  readonly format: WorkingFormat;
  readonly working: Working;
}

/** A working, judged. */
export interface Judgement extends LoadedWorking {
  readonly subject: CheckSubject;
  readonly checked: Checked;
}

/** What of a folder is read: nobody's picture of a sheet is. */
const READ = /\.(?:md|markdown|txt|tex|latex|ya?ml|json|csv|tsv)$/i;
const MAX_FILES = 2000;
export const STDIN = "/dev/stdin";

/** The workings among these files and folders, as paths; a folder stands for all that is in it. */
export async function findWorkings(paths: readonly string[]): Promise<{ path: string; file: string }[]> {
  const found: { path: string; file: string }[] = [];
  for (const path of paths) {
    if (path === "-") found.push({ path: STDIN, file: "-" });
    else if (await isFolder(path)) found.push(...(await filesIn(path)));
    else found.push({ path, file: path });
  }
  if (found.length > MAX_FILES)
    throw new InputError(`expected at most ${MAX_FILES} workings, found ${found.length}`);
  return found;
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function filesIn(folder: string): Promise<{ path: string; file: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const read = files.filter((path) => READ.test(path)).sort();
  const other = files.length - read.length;
  if (read.length === 0)
    throw new InputError("expected workings (.md, .txt, .tex, .yaml, .csv), found none", { file: folder });
  if (other > 0) process.stderr.write(`${folder}: ${counted(other, "file")} of other kinds left aside\n`);
  return read.map((path) => ({ path, file: relative(folder, path) }));
}

/**
 * Reads a working.
 * @param format in place of the one that its name promises
 * @throws InputError where it cannot be read, or is too long
 */
export async function loadWorking(
  { path, file }: { readonly path: string; readonly file: string },
  format: WorkingFormat = formatOf(file),
): Promise<LoadedWorking> {
  const text = await readTextFile(path, { limit: MAX_WORKING_MIB });
  return { path, file, text, format, working: readWorking(text, { format }) };
}
