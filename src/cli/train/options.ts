import type { Command } from "commander";
import { type DType, InputError, type Language } from "../../index.ts";
import type { Every } from "./every.ts";

/** What the command line says. */
export interface Options {
  readonly epochs?: number;
  readonly dtype?: DType;
  readonly seed?: number;
  readonly backend: "wasm" | "reference";
  readonly fma: boolean;
  readonly threads: number;
  readonly distributed?: "mpi";
  readonly reproducible?: number;
  readonly folds?: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly checkpointEvery: Every;
  readonly keepCheckpoints: number;
  readonly lang: Language;
  readonly json?: boolean;
}

/** @throws InputError where options that need each other are not together */
export function checkTogether(
  { out, folds, threads, distributed, reproducible }: Options,
  command: Command,
): void {
  const inParts = distributed ? "--distributed" : reproducible === undefined ? undefined : "--reproducible";
  if (inParts && folds !== undefined) throw new InputError(`--folds: expected without ${inParts}`);
  if (inParts && threads > 1) {
    throw new InputError(
      `--threads: expected 1 together with ${inParts}, found ${threads}; start a rank for each core instead`,
    );
  }
  if (out !== undefined && folds !== undefined) {
    throw new InputError("--folds: expected without --out, for it trains many times");
  }
  const needy = ["resume", "checkpointEvery", "keepCheckpoints", "lang"].find((name) =>
    isGiven(command, name),
  );
  if (out !== undefined || needy === undefined) return;
  const name = command.options.find((option) => option.attributeName() === needy)?.long;
  throw new InputError(`${name}: expected together with --out, which says where the run is kept`);
}

/** Was it said, or is it the default? */
export function isGiven(command: Command, option: string): boolean {
  return command.getOptionValueSource(option) === "cli";
}
