import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findProgram } from "../documents/programs.ts";
import { type Finished, type RunOptions, root } from "./cli.ts";

/** Where MPICH's mpirun is: that of another MPI starts processes that do not know each other. */
export const mpirun: string | undefined = findProgram("mpirun.mpich", "mpirun", "mpiexec.hydra");

const tsx: string = import.meta.resolve("tsx");
const bin: string = fileURLToPath(new URL("../../src/cli/bin.ts", import.meta.url));

/** The command line of a process that runs a TypeScript program. */
export function nodeWith(program: string, ...args: readonly string[]): string[] {
  return [process.execPath, "--import", tsx, program, ...args];
}

/** The command line of one rank of backstep. */
export function rankOf(...args: readonly string[]): string[] {
  return nodeWith(bin, ...args);
}

/** Runs any program to its end. */
export function run(
  [program, ...args]: readonly string[],
  { cwd = root, started, env }: RunOptions & { readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = ["", ""];
  for (const [i, stream] of [child.stdout, child.stderr].entries()) {
    stream.on("data", (chunk: Buffer) => {
      texts[i] += chunk;
    });
  }
  started?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout: texts[0], stderr: texts[1] }));
  });
}

/** Does a program end well? */
export function succeeds(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}
