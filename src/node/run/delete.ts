import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../index.ts";
import { isCheckpoint } from "./checkpoints.ts";
import { runFiles } from "./contents.ts";
import { isOurs, recordIn } from "./folder.ts";
import { isLocked } from "./lock.ts";

/**
 * Deletes a run: its own files, which it knows by name, and then the folders if nothing else is in them. Links are not
 * followed.
 * @returns what is left in the folder, since it is not of the run
 * @throws InputError where the folder is not that of a run, or a process writes to it
 */
export async function deleteRun(path: string): Promise<string[]> {
  const refuse = (message: string): never => {
    throw new InputError(message, { file: path });
  };
  const stat = await lstat(path).catch(() => undefined);
  if (!stat?.isDirectory()) refuse(`expected the folder of a run, found ${stat ? "something else" : "none"}`);
  if (!(await recordIn(path))) refuse(`expected the folder of a run, found no ${runFiles.record} in it`);
  if (await isLocked(path)) refuse("expected a run that is over, found that a process is at it");
  const checkpoints = join(path, runFiles.checkpoints);
  if ((await lstat(checkpoints).catch(() => undefined))?.isDirectory()) {
    await deleteFiles(checkpoints, (name) => isCheckpoint(name));
    await rmdir(checkpoints).catch(() => {});
  }
  // what makes it a run goes last: a deletion that was cut off can be gone on with
  await deleteFiles(path, (name) => isOurs(name) && name !== runFiles.record);
  await deleteFiles(path, (name) => name === runFiles.record);
  const left = await readdir(path);
  if (left.length === 0) await rmdir(path);
  return left;
}

async function deleteFiles(folder: string, isWanted: (name: string) => boolean): Promise<void> {
  for (const name of (await readdir(folder)).filter(isWanted)) {
    const path = join(folder, name);
    if ((await lstat(path)).isFile()) await rm(path);
  }
}
