import { type Confusion, type DType, InputError, type Metrics } from "../../index.ts";
import { readTextFile, replaceFile } from "../files.ts";
import type { Fingerprint } from "./fingerprints.ts";
import {
  amount,
  flag,
  type Kind,
  list,
  mapping,
  member,
  number,
  oneOf,
  optional,
  record,
  text,
  whole,
} from "./kinds.ts";
import type { Json } from "./settings.ts";
import { notWritten } from "./writing.ts";

/**
 * running: a process is at it, or was killed. stopped: by Ctrl-C. diverged: numbers were no longer finite. failed: it could
 * not be written.
 */
export const runStatuses = ["running", "finished", "stopped", "diverged", "failed"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** What calculates, and how wide: part of what a run's bits depend on, but for the threads. */
export interface RunMachine {
  readonly backend: string;
  readonly dtype: DType;
  readonly fma: boolean;
  readonly threads: number;
  /** Processes that trained together, where they did; changes the order in which gradients are added, without `blocks`. */
  readonly ranks?: number;
  /** Into how many each batch was cut, where it was: part of what the bits depend on. */
  readonly blocks?: number;
}

/** What came of a run. */
export interface RunResult {
  readonly epochs: number;
  readonly steps: number;
  readonly bestEpoch?: number;
  readonly stoppedEarly?: boolean;
  readonly metrics: { readonly train: Metrics; readonly validation?: Metrics; readonly test?: Metrics };
  /** Of the part that says most, where there are classes, and not too many. */
  readonly confusion?: Confusion;
  /** Of the parameters' bytes, in order. */
  readonly sha256: string;
}

/** A run's `run.json`: what it is, and what became of it. */
export interface RunRecord extends RunMachine {
  /** Of this file's layout. */
  readonly version: 1;
  readonly backstep: string;
  readonly node: string;
  readonly platform: string;
  /** The path of the example file as it was given. */
  readonly example: string;
  readonly title?: string;
  /** What the command line said in place of the example. */
  readonly overrides: { readonly epochs?: number; readonly seed?: number };
  readonly settings: Json;
  readonly epochs: number;
  readonly seed: number;
  readonly data: readonly Fingerprint[];
  readonly status: RunStatus;
  /** Times are ISO 8601, in UTC. */
  readonly started: string;
  readonly resumed: readonly { readonly at: string; readonly step: number }[];
  readonly ended?: string;
  /** Spent on training, in all its parts. */
  readonly seconds: number;
  readonly result?: RunResult;
}

const LIMIT_MIB = 16;

/** @throws InputError where the folder has no record, or something else of that name */
export async function readRecord(path: string): Promise<RunRecord> {
  const text = await readTextFile(path, { limit: LIMIT_MIB });
  const refuse = (message: string): never => {
    throw new InputError(message, { file: path });
  };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    refuse("expected the record of a run in JSON, found something else");
  }
  const problem = problemOf(read);
  return problem === undefined ? (read as RunRecord) : refuse(problem);
}

export async function writeRecord(path: string, record: RunRecord): Promise<void> {
  try {
    await replaceFile(path, `${JSON.stringify(record, null, 2)}\n`);
  } catch (error) {
    throw notWritten(error, path);
  }
}

const kinds: Readonly<Record<string, readonly [Kind, string]>> = {
  version: [(value) => value === 1, "1"],
  backstep: [text, "a text"],
  node: [text, "a text"],
  platform: [text, "a text"],
  example: [text, "a text"],
  title: [optional(text), "a text"],
  overrides: [record({ epochs: optional(whole), seed: optional(whole) }), "a mapping"],
  settings: [mapping, "a mapping"],
  epochs: [whole, "a whole number"],
  seed: [whole, "a whole number"],
  backend: [text, "a text"],
  dtype: [oneOf(["f32", "f64"]), "f32 or f64"],
  fma: [flag, "true or false"],
  threads: [whole, "a whole number"],
  ranks: [optional(whole), "a whole number"],
  blocks: [optional(whole), "a whole number"],
  data: [list(record({ path: text, bytes: whole, sha256: text })), "a list of fingerprints"],
  status: [oneOf(runStatuses), runStatuses.join(", ")],
  started: [text, "a time"],
  resumed: [list(record({ at: text, step: whole })), "a list"],
  ended: [optional(text), "a time"],
  seconds: [amount, "a number"],
  result: [
    optional(
      record({
        epochs: whole,
        steps: whole,
        bestEpoch: optional(whole),
        metrics: record({ train: mapping, validation: optional(mapping), test: optional(mapping) }),
        confusion: optional(
          record({
            of: oneOf(["train", "validation", "test"]),
            classes: list(text),
            counts: list(list(number)),
          }),
        ),
        sha256: text,
      }),
    ),
    "a mapping",
  ],
};

/** What is not as it must be, if anything. */
function problemOf(read: unknown): string | undefined {
  if (!mapping(read)) return "expected the record of a run, found something else";
  for (const [key, [isFit, expected]] of Object.entries(kinds)) {
    const found = member(read as object, key);
    if (!isFit(found))
      return `${key}: expected ${expected}, found ${JSON.stringify(found)?.slice(0, 40) ?? "none"}`;
  }
  return undefined;
}
