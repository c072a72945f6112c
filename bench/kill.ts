/**
 * Kills trainings at random moments (kill -9), and goes on with each: `tsx bench/kill.ts [times] [seed]`. So many are killed
 * at a moment after their first checkpoint, which are those that count, and a quarter as many at any moment from the start of
 * the process. Of every folder that a killed run leaves, the latest checkpoint must be whole (or there must be none yet), and
 * the run that goes on from it must end with the SHA-256 of one that was never stopped. Some are killed again while they go on.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomStream } from "../src/index.ts";
import { Checkpoints } from "../src/node/run/checkpoints.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const [times = 200, seed = 1] = process.argv.slice(2).map(Number);

/** All that a state can hold: statistics, masks, moments, sums of gradients, a plateau, a best epoch, an order. */
const EXAMPLE = `backstep: 1
network:
  inputs: 4
  layers:
    - { dense: 32, activation: relu }
    - { batchNorm: true }
    - { dropout: 0.2 }
    - { dense: 3 }
loss: softmax-cross-entropy
optimizer: { name: adam, learningRate: 0.005, accumulate: 2, schedule: { name: plateau, patience: 1 } }
data:
  train: { csv: ${join(root, "examples/data/iris.csv")}, label: species }
  test: { fraction: 0.2 }
  scale: standard
training:
  { epochs: 24, batchSize: 8, seed: 3, validation: { fraction: 0.2 }, earlyStopping: { patience: 20 }, metrics: [accuracy] }
`;

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly took: number;
}

function train(
  folder: string,
  args: readonly string[],
  started?: (child: ChildProcess) => void,
): Promise<Ended> {
  const bin = join(root, "bin/backstep.js");
  const begun = performance.now();
  const child = spawn(process.execPath, [
    bin,
    "train",
    join(work, "example.yaml"),
    "--out",
    folder,
    "--json",
    ...args,
  ]);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  started?.(child);
  return new Promise((resolve) =>
    child.on("close", (code, signal) =>
      resolve({ code, signal, stdout, stderr, took: performance.now() - begun }),
    ),
  );
}

/** Kills a process so many milliseconds after it was started, or after its run has a checkpoint. */
function kill(child: ChildProcess, milliseconds: number, checkpoints?: string): void {
  const has = (): boolean =>
    checkpoints === undefined ||
    (existsSync(checkpoints) && readdirSync(checkpoints).some((name) => name.endsWith(".safetensors")));
  const wait = (): void => {
    if (child.exitCode !== null) return;
    if (has()) setTimeout(() => child.kill("SIGKILL"), milliseconds);
    else setTimeout(wait, 1);
  };
  wait();
}

const work = await mkdtemp(join(tmpdir(), "backstep-kill-"));
await writeFile(join(work, "example.yaml"), EXAMPLE);
const every = ["--checkpoint-every", "4steps"];
const whole = await train(join(work, "whole"), every);
const { sha256, seconds } = JSON.parse(whole.stdout) as { sha256: string; seconds: number };
console.log(
  `uninterrupted: ${sha256}, ${(whole.took / 1000).toFixed(2)} s, ${seconds.toFixed(2)} s of them training`,
);

const random = randomStream(seed, 4002);
const failures: string[] = [];

/** What is wrong with the latest checkpoint of a killed run, if anything. */
async function look(folder: string, count: { loadable: number; without: number }): Promise<void> {
  try {
    const found = await new Checkpoints(join(folder, "checkpoints"), 3).latest();
    if (found && found.broken.length > 0) failures.push(`${folder}: broken: ${found.broken[0].message}`);
    if (found) count.loadable++;
    else count.without++;
  } catch (error) {
    failures.push(`${folder}: ${(error as Error).message}`);
  }
}

async function series(name: string, wanted: number, afterCheckpoint: boolean): Promise<void> {
  const count = { killed: 0, over: 0, loadable: 0, without: 0, same: 0, again: 0 };
  for (let time = 0; count.killed < wanted; time++) {
    const folder = join(work, `${name}-${time}`);
    const checkpoints = afterCheckpoint ? join(folder, "checkpoints") : undefined;
    const moment = random.uniform() * (afterCheckpoint ? seconds * 1000 : whole.took);
    const first = await train(folder, every, (child) => kill(child, moment, checkpoints));
    if (first.signal !== "SIGKILL") {
      count.over++;
      await rm(folder, { recursive: true });
      continue;
    }
    count.killed++;
    await look(folder, count);
    if (time % 4 === 0) {
      const again = random.uniform() * whole.took;
      await train(folder, [...every, "--resume"], (child) => kill(child, again));
      count.again++;
      await look(folder, { loadable: 0, without: 0 });
    }
    const rest = await train(folder, [...every, "--resume"]);
    const end = rest.code === 0 ? (JSON.parse(rest.stdout) as { sha256: string }).sha256 : rest.stderr;
    if (end === sha256) count.same++;
    else failures.push(`${folder}, after ${moment.toFixed(0)} ms: ${end}`);
    await rm(folder, { recursive: true });
  }
  console.log(
    `${name}: ${count.killed} killed (${count.over} were over before), ${count.again} of them once more while going on; ` +
      `latest checkpoint: ${count.loadable} loadable, ${count.without} none yet; ` +
      `${count.same} of ${count.killed} ended with the SHA-256 of the uninterrupted one`,
  );
}

await series("after the first checkpoint", times, true);
await series("at any moment", Math.ceil(times / 4), false);
await rm(work, { recursive: true });
console.log(`${failures.length} failures`);
for (const failure of failures) console.log(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
