/**
 * Kills trainings at random moments (kill -9), and goes on with each: `tsx bench/kill.ts [times] [seed]`. Of every folder that a
 * killed run leaves, the latest checkpoint must be whole (or there must be none yet), and the run that goes on from it must
 * end with the SHA-256 of one that was never stopped. Some are killed again while they go on.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
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
optimizer: { name: adam, learningRate: 0.005, accumulate: 2, schedule: { name: plateau, patience: 3 } }
data:
  train: { csv: ${join(root, "examples/data/iris.csv")}, label: species }
  test: { fraction: 0.2 }
  scale: standard
training:
  { epochs: 60, batchSize: 8, seed: 3, validation: { fraction: 0.2 }, earlyStopping: { patience: 60 }, metrics: [accuracy] }
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

const killAfter = (milliseconds: number) => (child: ChildProcess) =>
  setTimeout(() => child.kill("SIGKILL"), milliseconds);

const work = await mkdtemp(join(tmpdir(), "backstep-kill-"));
await writeFile(join(work, "example.yaml"), EXAMPLE);
const every = ["--checkpoint-every", "5steps"];
const whole = await train(join(work, "whole"), every);
const { sha256 } = JSON.parse(whole.stdout) as { sha256: string };
console.log(`uninterrupted: ${sha256}, ${(whole.took / 1000).toFixed(2)} s`);

const random = randomStream(seed, 4002);
const count = { killed: 0, ended: 0, without: 0, loadable: 0, same: 0, again: 0 };
const failures: string[] = [];
for (let time = 0; time < times; time++) {
  const folder = join(work, `run-${time}`);
  await mkdir(folder);
  const moment = random.uniform() * whole.took;
  const first = await train(folder, every, killAfter(moment));
  if (first.signal === "SIGKILL") count.killed++;
  else count.ended++;
  const look = async (): Promise<void> => {
    try {
      const found = await new Checkpoints(join(folder, "checkpoints"), 3).latest();
      if (found && found.broken.length > 0) failures.push(`${time}: broken: ${found.broken[0].message}`);
      if (found) count.loadable++;
      else count.without++;
    } catch (error) {
      failures.push(`${time}, after ${moment.toFixed(0)} ms: ${(error as Error).message}`);
    }
  };
  await look();
  if (time % 4 === 0) {
    await train(folder, [...every, "--resume"], killAfter(random.uniform() * whole.took));
    count.again++;
    await look();
  }
  const rest = await train(folder, [...every, "--resume"]);
  const end = rest.code === 0 ? (JSON.parse(rest.stdout) as { sha256: string }).sha256 : rest.stderr;
  if (end === sha256) count.same++;
  else failures.push(`${time}, after ${moment.toFixed(0)} ms: ${end}`);
  await rm(folder, { recursive: true });
}
await rm(work, { recursive: true });
console.log(
  `${times} runs: ${count.killed} killed, ${count.ended} over before; ${count.again} killed once more while going on`,
);
console.log(
  `latest checkpoint: ${count.loadable} loadable, ${count.without} none yet, ${failures.length} failures`,
);
console.log(`${count.same} of ${times} ended with the SHA-256 of the uninterrupted one`);
for (const failure of failures) console.log(failure);
process.exitCode = failures.length > 0 || count.same < times ? 1 : 0;
