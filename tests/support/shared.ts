import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Cases from other projects' test suites, which are not part of this repository. */
const folder = process.env.BACKSTEP_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));

export const hasExternalTests: boolean = existsSync(`${folder}/external-tests`);

/** Where a file of the folder that these cases are in would be. */
export function sharedFile(name: string): string {
  return `${folder}/${name}`;
}

/** Ends the title of what is skipped without them. */
export const EXTERNAL: string = hasExternalTests
  ? ""
  : " (skipped: no external-tests in ../shared or $BACKSTEP_SHARED)";

/** A JSON file of that folder, or `otherwise` where there is none. */
export function readExternal<T>(name: string, otherwise: T): T {
  if (!hasExternalTests) return otherwise;
  return JSON.parse(readFileSync(`${folder}/external-tests/${name}`, "utf8"));
}
