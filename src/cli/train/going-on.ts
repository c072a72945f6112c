import type { Command } from "commander";
import { recordIn } from "../../node/index.ts";
import { isGiven, type Options } from "./options.ts";

/** What is not said again of a run that goes on is as it was when it began. */
export async function goingOn(folder: string, options: Options, command: Command): Promise<Options> {
  const record = await recordIn(folder);
  if (!record) return options;
  const { dtype, fma, threads, blocks: reproducible, overrides } = record;
  const backend = record.backend === "reference" ? "reference" : "wasm";
  const before = Object.entries({ dtype, fma, threads, backend, reproducible, ...overrides });
  return { ...options, ...Object.fromEntries(before.filter(([name]) => !isGiven(command, name))) };
}
