import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

/** The system's Python, which Debian's packages (python3-numpy, python3-torch) install into. */
const EXECUTABLE = "/usr/bin/python3";

const has = (module: string): boolean =>
  spawnSync(EXECUTABLE, [
    "-c",
    `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`,
  ]).status === 0;

export const python: {
  readonly hasNumpy: boolean;
  run(source: string, args: readonly string[]): Promise<string>;
} = {
  hasNumpy: has("numpy"),
  run: async (source, args) =>
    (await promisify(execFile)(EXECUTABLE, ["-c", source, ...args], { maxBuffer: 2 ** 26 })).stdout,
};

/** Ends the title of what is skipped without a module. */
export function skippedWithout(module: string, isThere: boolean): string {
  return isThere ? "" : ` (skipped: no ${module} in ${EXECUTABLE})`;
}
