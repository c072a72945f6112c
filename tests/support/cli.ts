import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { main } from "../../src/cli/main.ts";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Default: the repository. */
  readonly cwd?: string;
  /** Called once the process runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the command line in this process: quick, for all that does not need signals or pipes. */
export async function backstep(
  args: readonly string[],
  { cwd = root }: { cwd?: string } = {},
): Promise<Finished> {
  const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const before = process.cwd();
  process.chdir(cwd);
  vi.stubEnv("NO_COLOR", "1");
  try {
    const code = await main(args);
    const textOf = (calls: readonly unknown[][]) => calls.map(([chunk]) => String(chunk)).join("");
    return { code, stdout: textOf(stdout.mock.calls), stderr: textOf(stderr.mock.calls) };
  } finally {
    vi.unstubAllEnvs();
    process.chdir(before);
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

/** Runs the command line from source, as a process of its own. */
export function backstepProcess(
  args: readonly string[],
  { cwd = root, started }: RunOptions = {},
): Promise<Finished> {
  const tsx = import.meta.resolve("tsx");
  const bin = fileURLToPath(new URL("../../src/cli/bin.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", tsx, bin, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  started?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
