import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skippedWithout } from "../documents/programs.ts";
import { backstep, backstepProcess } from "../support/cli.ts";
import { mpirun, nodeWith, rankOf, run } from "../support/mpi.ts";
import { type Hosts, joinedHosts, whyNoHosts } from "./hosts.ts";

const program = fileURLToPath(new URL("ranks.ts", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-mpi-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Line {
  readonly rank: number;
  readonly blocks: number;
  readonly epoch: number;
  readonly loss: number;
  readonly sha256: string;
}

function linesOf(stdout: string): Line[] {
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/** Each epoch is the same in all ranks, and as in one process: to rounding, and to the bit where blocks are added. */
function expectSame(lines: readonly Line[], ranks: number, alone: readonly Line[]): void {
  expect(lines).toHaveLength(ranks * alone.length);
  for (const line of lines) {
    const { blocks, epoch } = line;
    const first = lines.find((other) => other.blocks === blocks && other.epoch === epoch);
    expect(line).toEqual({ ...first, rank: line.rank });
    const single = alone.find((other) => other.blocks === blocks && other.epoch === epoch);
    expect(line.loss).toBeCloseTo(single?.loss ?? Number.NaN, 12);
    if (blocks > 0) expect(line.sha256).toBe(single?.sha256);
  }
}

describe.skipIf(mpirun === undefined)(`ranks on MPI${skippedWithout(mpirun, "mpich")}`, () => {
  const mpi = mpirun as string;
  let alone: Line[];

  beforeAll(async () => {
    const { stdout, stderr } = await run(nodeWith(program));
    expect(stderr).toBe("");
    alone = linesOf(stdout);
  });

  test.each([2, 4])("%i of them train as one does, epoch after epoch", async (ranks) => {
    const { code, stdout, stderr } = await run([mpi, "-n", String(ranks), ...nodeWith(program)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expectSame(linesOf(stdout), ranks, alone);
  });

  const noHosts = whyNoHosts();
  test.skipIf(noHosts !== undefined)(
    `on two hosts joined by a cable, started by ssh, they do so too${noHosts ? ` (skipped: ${noHosts})` : ""}`,
    async () => {
      const hosts: Hosts = await joinedHosts(folder);
      try {
        const { code, stdout, stderr } = await run([...hosts.mpirun(mpi), "-n", "2", ...nodeWith(program)]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        expectSame(linesOf(stdout), 2, alone);
        // at least the gradients of 9 steps in each of the two modes went over the cable
        expect(hosts.received()).toBeGreaterThan(2 * 9 * 40_000 * 8);
      } finally {
        await hosts.close();
      }
    },
  );

  test.skipIf(noHosts !== undefined).each(["is killed", "cannot be reached"])(
    `a rank on another host that %s is named, and all stop${noHosts ? ` (skipped: ${noHosts})` : ""}`,
    async (how) => {
      const [file, out] = [join(folder, `${how.replaceAll(" ", "-")}.yaml`), join(folder, how)];
      await writeFile(file, LONG);
      const hosts: Hosts = await joinedHosts(await mkdtemp(join(folder, "hosts-")));
      try {
        const common = ["train", file, "--distributed", "mpi", "--out", out, "--checkpoint-every", "1 steps"];
        let lost = 0;
        const { code, stderr } = await run(
          [...hosts.mpirun(mpi), "-n", "2", ...rankOf(...common, "--epochs", "1000000")],
          {
            started: async () => {
              while ((await readdir(join(out, "checkpoints")).catch(() => [])).length < 2) await wait(50);
              lost = performance.now();
              if (how === "is killed") process.kill(pidOfRank(1, file), "SIGKILL");
              else hosts.cut();
            },
          },
        );
        expect(code).not.toBe(0);
        const why = how === "is killed" ? "is gone" : "does not answer";
        expect(stderr).toMatch(
          new RegExp(`^mpi: rank 1 \\(process \\d+ on [^ ]+\\) ${why}: all others stop$`, "m"),
        );
        expect((performance.now() - lost) / 1000).toBeLessThan(10);
        expect([0, 1].map((rank) => pidOfRank(rank, file))).toEqual([Number.NaN, Number.NaN]);
      } finally {
        await hosts.close();
      }
    },
  );

  test("a rank that is killed is named, and others go on from the last checkpoint to the same bits", async () => {
    const [file, out] = [join(folder, "long.yaml"), join(folder, "run")];
    await writeFile(file, LONG);
    const keep = ["--out", out, "--checkpoint-every", "1 steps", "--epochs", "1000000"];
    const common = ["train", file, "--distributed", "mpi", "--reproducible"];
    let killed = 0;
    const { code, stderr } = await run([mpi, "-n", "3", ...rankOf(...common, ...keep)], {
      started: async () => {
        while ((await readdir(join(out, "checkpoints")).catch(() => [])).length < 2) await wait(50);
        killed = performance.now();
        process.kill(pidOfRank(1, file), "SIGKILL");
      },
    });
    const seconds = (performance.now() - killed) / 1000;
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^mpi: rank 1 \(process \d+ on [^ ]+\) is gone: all others stop$/m);
    expect(killed).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(10);
    expect(pidOfRank(0, file)).toBeNaN();
    const record = JSON.parse(readFileSync(join(out, "run.json"), "utf8")) as { status: string };
    expect(record.status).toBe("running");

    const steps = Number(/\d+/.exec((await readdir(join(out, "checkpoints"))).sort().at(-1) ?? "")?.[0]);
    const epochs = String(Math.ceil(steps / 3) + 2);
    const resumed = await run([
      ...[mpi, "-n", "2", ...rankOf(...common, "--out", out, "--resume", "--epochs", epochs, "--json")],
    ]);
    expect(resumed.code).toBe(0);
    const whole = await backstep(["train", file, "--reproducible", "--epochs", epochs, "--json"]);
    const [found, expected] = [resumed.stdout, whole.stdout].map((text) => JSON.parse(text));
    expect(found.sha256).toBe(expected.sha256);
    expect([found.ranks, found.blocks, expected.ranks]).toEqual([2, 8, 1]);
  });

  test("a mistake in the file is told once, by rank 0", async () => {
    const file = join(folder, "mistaken.yaml");
    await writeFile(file, LONG.replace("tanh", "tanj"));
    const { code, stdout, stderr } = await run([
      mpi,
      "-n",
      "2",
      ...rankOf("train", file, "--distributed", "mpi"),
    ]);
    expect(stdout).toBe("");
    expect(stderr.match(/mistaken\.yaml:5:\d+ {2}.*tanj/g)).toHaveLength(1);
    expect(code).toBe(2);
  });
});

test("without koffi it is said in one line what to install, and all else works", async () => {
  const hidden = join(folder, "hidden.cjs");
  await writeFile(
    hidden,
    `const Module = require("node:module");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  if (name === "koffi") throw Object.assign(new Error("hidden"), { code: "MODULE_NOT_FOUND" });
  return resolve.call(this, name, ...rest);
};`,
  );
  const { code, stdout, stderr } = await run(rankOf("train", "examples/xor.yaml", "--distributed", "mpi"), {
    env: { NODE_OPTIONS: `--require ${hidden}` },
  });
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: "",
    stderr: "mpi: expected the package koffi, found none; install it: npm install koffi@3\n",
  });
});

test("threads are refused where a batch is cut into parts, and so are folds", async () => {
  const threads = await backstep(["train", "examples/xor.yaml", "--reproducible", "--threads", "2"]);
  expect(threads.stderr).toMatch(/^--threads: expected 1 together with --reproducible, found 2; .*\n$/);
  const folds = await backstepProcess(["train", "examples/xor.yaml", "--reproducible", "--folds", "2"]);
  expect({ code: folds.code, stderr: folds.stderr }).toEqual({
    code: 2,
    stderr: "--folds: expected without --reproducible\n",
  });
});

/** The process of a rank that trains a file; NaN where there is none. */
function pidOfRank(rank: number, file: string): number {
  const found = readdirSync("/proc").find((pid) => {
    try {
      const of = (name: string) => readFileSync(`/proc/${pid}/${name}`, "latin1").split("\0");
      return /^\d+$/.test(pid) && of("cmdline").includes(file) && of("environ").includes(`PMI_RANK=${rank}`);
    } catch {
      return false;
    }
  });
  return Number(found);
}

const LONG = `backstep: 1
network:
  inputs: 2
  layers:
    - { dense: 8, activation: tanh }
    - { dropout: 0.1 }
    - { dense: 1 }
loss: mean-squared-error
optimizer: { name: adam, learningRate: 0.01 }
data:
  inputs: [[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 1], [1, 0.5], [0.2, 0.7], [0.9, 0.3]]
  targets: [[0], [1], [1], [0], [0.5], [0.5], [0.7], [0.6]]
training: { epochs: 1, batchSize: 3, shuffle: true, seed: 2 }
`;
