import { spawn } from "node:child_process";
import { join } from "node:path";
import { InputError } from "../../index.ts";
import { type RunRecord, recordIn } from "../../node/index.ts";
import type { Choice } from "./trials.ts";

/** One training of a sweep. */
export interface Trial {
  /** `01`: the name of its folder, and before `.yaml` of its example. */
  readonly name: string;
  readonly choice: Choice;
}

/** A training that has come to the end of a round. */
export interface Tried extends Trial {
  readonly record: RunRecord;
  /** By which it is judged: of the validation part, where there is one; infinite where it came to nothing. */
  readonly loss: number;
  readonly of: "validation" | "train";
}

/** Trains a trial up to an epoch, in a process and a folder of its own, going on where there is something to go on from. */
export async function runTrial(
  folder: string,
  trial: Trial,
  epochs: number,
  signal: AbortSignal,
): Promise<Tried> {
  const out = join(folder, trial.name);
  const before = await recordIn(out);
  if (before?.status === "finished" && (before.result?.epochs ?? 0) >= epochs)
    return readTrial(folder, trial);
  const args = ["train", `${out}.yaml`, "--out", out, "--resume", "--epochs", String(epochs), "--json"];
  const text = await errorsOf([process.argv[1], ...args], signal);
  return readTrial(folder, trial, text);
}

/**
 * What a trial has come to.
 * @param said by its process, on stderr
 * @throws InputError where its process was ended before it
 */
export async function readTrial(folder: string, trial: Trial, said = ""): Promise<Tried> {
  const record = await recordIn(join(folder, trial.name));
  if (!record || record.status === "running") {
    const why = said.trim().split("\n").at(-1) || "its folder has no result";
    throw new InputError(`training ${trial.name} came to no end: ${why}`);
  }
  const metrics = record.result?.metrics;
  const of = metrics?.validation ? "validation" : "train";
  const { loss } = metrics?.[of] ?? { loss: Number.NaN };
  const isSound = record.status === "finished" && Number.isFinite(loss);
  return { ...trial, record, of, loss: isSound ? loss : Number.POSITIVE_INFINITY };
}

/** Runs this program once more, and gives what it said on stderr. */
function errorsOf(args: readonly string[], signal: AbortSignal): Promise<string> {
  const { PMI_FD: _, PMI_RANK: __, PMI_SIZE: ___, ...env } = process.env;
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    env,
    signal,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    text = `${text}${chunk}`.slice(-2000);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(text));
  });
}

/** Does the work for all items, so many at once, in order. */
export async function inParallel<T, R>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
  return results;
}
