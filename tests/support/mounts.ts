import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small file system of its own, in memory. */
export interface Mount {
  readonly path: string;
  /** As `mount -o remount` does: `ro`, `rw`, `size=1m`; false where the system does not now. */
  remount(options: string): boolean;
  /** Takes it away. */
  end(): void;
}

/** @returns undefined where this process may not mount */
export function mountInMemory(size: string): Mount | undefined {
  const path = mkdtempSync(join(tmpdir(), "backstep-mount-"));
  const mount = (...args: string[]): boolean => spawnSync("mount", args).status === 0;
  if (!mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path)) {
    rmSync(path, { recursive: true });
    return undefined;
  }
  return {
    path,
    remount: (options) => mount("-o", `remount,${options}`, path),
    end: () => {
      spawnSync("umount", ["-l", path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Whether this machine lets tests mount; what a skipped test says. */
export const canMount: boolean = (() => {
  const mount = mountInMemory("64k");
  mount?.end();
  return mount !== undefined;
})();
export const skippedWithoutMount: string = canMount ? "" : " (skipped: needs the right to mount)";
