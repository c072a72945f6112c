import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isLocked, lockFolder } from "./lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

const host = hostname().replace(/[^\w.]/g, "_");

/** The number of a process that lives no more. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "close");
  return child.pid as number;
}

test("a folder is this process's until it lets go", async () => {
  const unlock = await lockFolder(join(folder, "made"));
  expect(await isLocked(join(folder, "made"))).toBe(true);
  await expect(lockFolder(join(folder, "made"))).rejects.toThrow(
    "expected a folder in which no other training runs, found this process",
  );
  await unlock();
  expect(await readdir(join(folder, "made"))).toEqual([]);
  await (await lockFolder(join(folder, "made")))();
});

test("a process that lives keeps others out, and they leave no trace", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  const lock = `lock-${host}-${child.pid}-0`;
  await writeFile(join(folder, lock), "");
  await expect(lockFolder(folder)).rejects.toThrow(`found process ${child.pid}`);
  expect(await readdir(folder)).toEqual([lock]);
  child.kill("SIGKILL");
  await once(child, "close");
  // the lock is there still, and nobody is behind it
  expect(await isLocked(folder)).toBe(false);
  await (await lockFolder(folder))();
  expect(await readdir(folder)).toEqual([]);
});

test("a process that died keeps nothing, nor one that was given its number since", async () => {
  await writeFile(join(folder, `lock-${host}-${await deadProcess()}-123`), "");
  // process 1 lives, and did not start then
  if (process.platform === "linux") await writeFile(join(folder, `lock-${host}-1-999999999999`), "");
  expect(await isLocked(folder)).toBe(false);
  const unlock = await lockFolder(folder);
  expect(await readdir(folder)).toHaveLength(1);
  await unlock();
});

test("of another machine's process nothing is known", async () => {
  const lock = "lock-elsewhere-12-34";
  await writeFile(join(folder, lock), "");
  await expect(lockFolder(folder)).rejects.toThrow(
    `found process 12 of elsewhere   if it is over, delete ${lock}`,
  );
  expect(await readdir(folder)).toEqual([lock]);
});
