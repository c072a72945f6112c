import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * Installs the peers of package.json where they are missing, or older than the lock file. Where that fails, they are
 * reported as not installed like all others.
 */
export function installPeers(say: (text: string) => void): void {
  if (changedAt("node_modules/.package-lock.json") >= changedAt("package-lock.json")) return;
  say("installing what bench/package.json lists (once)");
  const { status } = spawnSync("npm", ["ci", "--prefix", folder], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) say("it could not be installed");
}

function changedAt(path: string): number {
  return statSync(`${folder}${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
