import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Entry } from "./roster.ts";

/** A program that a competitor can run in. */
export interface Runtime {
  /** Node: `this` or `24`. Python: its executable. */
  readonly asked: string;
  readonly executable: string;
}

/** How the process of a competitor is started. */
export interface Command {
  readonly executable: string;
  readonly args: readonly string[];
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The Node that runs this, or one from the npm registry.
 * @throws Error where the registry's cannot be had
 */
export async function findNode(asked: string): Promise<Runtime> {
  if (asked === "this") return { asked, executable: process.execPath };
  // that package fetches its program by a script, which our .npmrc forbids; without it npx runs the Node of the path
  const args = [
    "--yes",
    "--ignore-scripts=false",
    `node@${asked}`,
    "--print",
    "process.execPath + '\\n' + process.version",
  ];
  const { stdout } = await promisify(execFile)("npx", args);
  const [executable = "", version = ""] = stdout.trim().split("\n");
  if (!version.startsWith(`v${asked}`)) throw new Error(`expected Node ${asked}, found ${version}`);
  return { asked, executable };
}

/** Where Python may be: the first of them that has a competitor's packages is taken. */
export const pythons: readonly Runtime[] = [process.env.PYTHON, "python3", "/usr/bin/python3", "python"]
  .filter((executable) => executable !== undefined)
  .map((executable) => ({ asked: executable, executable }));

export function commandFor({ file, language }: Entry, { executable }: Runtime): Command {
  const competitor = here(`competitors/${file}`);
  if (language === "python") return { executable, args: [here("serve.py"), competitor] };
  return { executable, args: ["--import", import.meta.resolve("tsx"), here("serve.ts"), competitor] };
}
