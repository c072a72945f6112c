import { readFileSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { InputError } from "../../index.ts";
import { notWritten } from "./writing.ts";

/** `lock-host-pid-start`: whose it is stands in the name, which cannot be half written. */
const NAME = /^lock-([\w.]+)-(\d{1,10})-(\d{1,16})$/;

/**
 * Makes sure that no other process works in a folder. Each process has a lock file of its own name; it puts it there first,
 * and then looks whether there is another whose process lives. Of two that begin at once, at least the later sees the other's.
 * A process that was killed has left a name that no other has: whoever finds it takes it away.
 * @returns takes the lock away
 * @throws InputError where another process works there
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const own = `lock-${host()}-${process.pid}-${startOf(process.pid) ?? 0}`;
  const path = join(folder, own);
  await makeFolder(folder);
  try {
    await writeFile(path, "", { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw taken("this process", folder);
    throw notWritten(error, folder);
  }
  const unlock = (): Promise<void> => rm(path, { force: true }).catch(() => {});
  for (const name of await readdir(folder)) {
    const found = NAME.exec(name);
    if (!found || name === own) continue;
    const [, ofHost, pid, start] = found;
    if (ofHost === host() && !lives(Number(pid), Number(start))) {
      await rm(join(folder, name), { force: true });
      continue;
    }
    await unlock();
    const where = ofHost === host() ? "" : ` of ${ofHost}   if it is over, delete ${name}`;
    throw taken(`process ${pid}${where}`, folder);
  }
  return unlock;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw notWritten(error, folder);
    throw new InputError("expected a folder, found a file", { file: folder });
  }
}

function taken(who: string, folder: string): InputError {
  return new InputError(`expected a folder in which no other training runs, found ${who}`, { file: folder });
}

/** Is this the name of a lock? */
export function isLock(name: string): boolean {
  return NAME.test(name);
}

/** Does a process hold a lock on the folder? */
export async function isLocked(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => {
    const found = NAME.exec(name);
    return found !== null && (found[1] !== host() || lives(Number(found[2]), Number(found[3])));
  });
}

function host(): string {
  return hostname().replace(/[^\w.]/g, "_") || "_";
}

/** Is it this process still, and not another that was given its number? */
function lives(pid: number, start: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const found = startOf(pid);
  // a system that does not say when a process started leaves it at the number
  return found === undefined || start === 0 || found === start;
}

/** When a process started, in a unit of Linux's, −1 where it is dead; undefined where the system does not say. */
function startOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // the name of the program, in parentheses, may hold anything
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return "ZX".includes(fields[0]) ? -1 : Number(fields[19]);
  } catch {
    return undefined;
  }
}
