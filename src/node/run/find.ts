import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../index.ts";
import { runFiles } from "./contents.ts";

/** Runs may lie in folders of folders. */
const DEPTH = 3;
/** More are not looked at. */
const MOST_FOLDERS = 20_000;

/**
 * The folders of runs in a folder, itself included, in the order of their names. Links are not followed.
 * @throws InputError where it is not a folder
 */
export async function findRuns(path: string): Promise<string[]> {
  const stat = await lstat(path).catch(() => undefined);
  if (!stat?.isDirectory() && !stat?.isSymbolicLink()) {
    throw new InputError(`expected a folder, found ${stat ? "something else" : "none"}`, { file: path });
  }
  const found: string[] = [];
  const waiting: { readonly folder: string; readonly depth: number }[] = [{ folder: path, depth: 0 }];
  for (let looked = 0; waiting.length > 0 && looked < MOST_FOLDERS; looked++) {
    const { folder, depth } = waiting.shift() as (typeof waiting)[number];
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    if (entries.some((entry) => entry.name === runFiles.record && entry.isFile())) {
      found.push(folder);
      continue;
    }
    if (depth === DEPTH) continue;
    const below = entries.filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules",
    );
    waiting.push(...below.map(({ name }) => ({ folder: join(folder, name), depth: depth + 1 })));
  }
  return found.sort();
}
