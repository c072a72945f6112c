/**
 * Measures data-parallel training of P4 on two ranks, on this machine and over a cable of 1 Gbit/s between two network
 * namespaces, beside PyTorch's DistributedDataParallel on gloo; fits a model of the step time, and says what it predicts for
 * more ranks: `tsx bench/distributed/main.ts [rounds]`. See docs/distributed.md for what the model is.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { joinedHosts } from "../../tests/distributed/hosts.ts";
import { nodeWith } from "../../tests/support/mpi.ts";

const rounds = Number(process.argv[2] ?? 7);
const BATCH = 256;
const PARAMETERS = 784 * 1024 + 1024 + 1024 * 1024 + 1024 + 1024 * 10 + 10;
/** Lengths of float32 vectors. */
const LENGTHS = [256, 16_384, 262_144, 1_048_576, PARAMETERS];

interface Measured {
  readonly mpi: string;
  readonly node: string;
  readonly found: Readonly<Record<string, readonly number[]>>;
}

const here = await measured(["mpirun", "-n", "2"], {
  alone: [32, 64, 128, 256],
  together: [BATCH, 2 * BATCH],
});
const cable = await overCable({ alone: [BATCH], together: [BATCH, 2 * BATCH] });
const torch = { one: await ddp(1), two: await ddp(2) };

print(`${here.mpi}, Node ${here.node}, load ${loadavg()[0].toFixed(1)}, medians of ${rounds}`);
const one = median(here, `alone ${BATCH}`);
const row = (what: string, ms: number, batch: number, by = one): void =>
  print(
    `${what.padEnd(58)} ${ms.toFixed(1).padStart(7)} ms ${((batch / ms) * 1000).toFixed(0).padStart(7)} /s ${(((batch / ms) * by) / BATCH).toFixed(2)}×`,
  );
row("backstep, one rank", one, BATCH);
row("backstep, two ranks, global batch 256", median(here, `together ${BATCH}`), BATCH);
row("backstep, two ranks, global batch 512", median(here, `together ${2 * BATCH}`), 2 * BATCH);
row("backstep, two hosts, 1 Gbit/s, global batch 256", median(cable, `together ${BATCH}`), BATCH);
row("backstep, two hosts, 1 Gbit/s, global batch 512", median(cable, `together ${2 * BATCH}`), 2 * BATCH);
row("PyTorch, one process, one thread", torch.one, BATCH, torch.one);
row("PyTorch DDP on gloo, two processes, global batch 256", torch.two, BATCH, torch.one);

const sizes = [32, 64, 128, 256];
const compute = line(
  sizes,
  sizes.map((n) => median(here, `alone ${n}`)),
);
const bytes = LENGTHS.map((length) => length * 4);
const memory = line(
  bytes,
  LENGTHS.map((length) => median(here, `reduced ${length}`)),
);
const wire = line(
  bytes,
  LENGTHS.map((length) => median(cable, `reduced ${length}`)),
);
print(`\ncompute: ${compute.at.toFixed(2)} ms + ${compute.by.toFixed(4)} ms a sample`);
for (const [name, fit] of Object.entries({
  "all-reduce in memory": memory,
  "all-reduce over 1 Gbit/s": wire,
})) {
  print(`${name}: ${fit.at.toFixed(3)} ms + ${(1e-6 / fit.by).toFixed(3)} GB/s`);
}
const step = (n: number, ranks: number, { at, by }: Line): number =>
  compute.at + compute.by * n + at * Math.log2(ranks) + 2 * (1 - 1 / ranks) * by * PARAMETERS * 4;
print(
  `model, two hosts, 1 Gbit/s: ${step(128, 2, wire).toFixed(1)} ms at 256, ${step(256, 2, wire).toFixed(1)} ms at 512`,
);
print(
  `model, two ranks here: ${step(128, 2, memory).toFixed(1)} ms at 256, ${step(256, 2, memory).toFixed(1)} ms at 512`,
);

/** What networks of other speeds would do: a latency in ms, and ms a byte. */
const networks: Readonly<Record<string, Line>> = {
  "1 Gbit/s, as measured": wire,
  "10 Gbit/s": { at: 0.05, by: 8 / 10e6 },
  "100 Gbit/s": { at: 0.005, by: 8 / 100e6 },
};
print("\nefficiency at 256 samples a rank, by the model");
print(`${"ranks".padEnd(24)}${[8, 32, 128, 512, 1024].map((n) => String(n).padStart(8)).join("")}`);
for (const [name, network] of Object.entries(networks)) {
  const shares = [8, 32, 128, 512, 1024].map(
    (ranks) => step(BATCH, 1, network) / step(BATCH, ranks, network),
  );
  print(`${name.padEnd(24)}${shares.map((share) => `${(share * 100).toFixed(0)} %`.padStart(8)).join("")}`);
}

interface Line {
  readonly at: number;
  readonly by: number;
}

/** Least squares of relative errors: y = at + by · x. */
function line(x: readonly number[], y: readonly number[]): Line {
  const weights = y.map((value) => 1 / value ** 2);
  const sum = (of: (i: number) => number) => weights.reduce((total, weight, i) => total + weight * of(i), 0);
  const [w, wx, wy] = [sum(() => 1), sum((i) => x[i]), sum((i) => y[i])];
  const by = (w * sum((i) => x[i] * y[i]) - wx * wy) / (w * sum((i) => x[i] ** 2) - wx ** 2);
  return { at: Math.max(0, (wy - by * wx) / w), by };
}

function median({ found }: Measured, what: string): number {
  const sorted = [...found[what]].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

async function measured(mpirun: readonly string[], asked: object): Promise<Measured> {
  const rank = fileURLToPath(new URL("rank.ts", import.meta.url));
  const all = JSON.stringify({ ...asked, reduced: LENGTHS, rounds });
  return JSON.parse(await output([...mpirun, ...nodeWith(rank, all)])) as Measured;
}

async function overCable(asked: object): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "backstep-bench-"));
  const hosts = await joinedHosts(folder);
  try {
    hosts.limit("1gbit");
    // what goes through a shell must not be taken apart by it
    return await measured([...hosts.mpirun("mpirun"), "-n", "2"], asked);
  } finally {
    await hosts.close();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds of a step. */
async function ddp(world: number): Promise<number> {
  const program = fileURLToPath(new URL("ddp.py", import.meta.url));
  const outputs = await Promise.all(
    Array.from({ length: world }, (_, rank) =>
      output(["/usr/bin/python3", program, String(BATCH), String(rounds), "8"], {
        ...{ RANK: String(rank), WORLD_SIZE: String(world), MASTER_ADDR: "127.0.0.1", MASTER_PORT: "29541" },
      }),
    ),
  );
  return Number(outputs[0]);
}

async function output([program, ...args]: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`${program}: expected to end well, ended with ${code}`);
  return text;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
