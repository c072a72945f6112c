import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where the first of these programs is that the PATH knows. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Ends the title of what is skipped where a program is not there. */
export function skippedWithout(program: string | undefined, packages: string): string {
  return program === undefined ? ` (skipped: not installed, as in apt-get install ${packages})` : "";
}
