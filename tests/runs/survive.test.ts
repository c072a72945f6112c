import type { ChildProcess } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomStream } from "../../src/index.ts";
import { Checkpoints } from "../../src/node/index.ts";
import { backstep, backstepProcess } from "../support/cli.ts";
import { canMount, mountInMemory, skippedWithoutMount } from "../support/mounts.ts";

let folder: string;
let file: string;
let sha256: string;

/** Some hundred steps of a network whose checkpoints take about 60 KiB. */
const EXAMPLE = `backstep: 1
network:
  inputs: 4
  layers: [{ dense: 64, activation: relu }, { batchNorm: true }, { dropout: 0.1 }, { dense: 32 }, { dense: 3 }]
loss: softmax-cross-entropy
optimizer: { name: adam, learningRate: 0.001 }
data: { train: { csv: ${join(process.cwd(), "examples/data/iris.csv")}, label: species } }
training: { epochs: 40, batchSize: 10, seed: 2, validation: { fraction: 0.2 }, earlyStopping: { patience: 20 } }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-survive-"));
  file = join(folder, "example.yaml");
  await writeFile(file, EXAMPLE);
  sha256 = await finish();
});
afterAll(() => rm(folder, { recursive: true }));

/** Trains to the end, and says what the parameters are. */
async function finish(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await backstep(["train", file, ...args, "--json"]);
  expect({ code, stderr: withoutWarnings(stderr) }).toEqual({ code: 0, stderr: "" });
  return (JSON.parse(stdout) as { sha256: string }).sha256;
}

function withoutWarnings(stderr: string): string {
  return stderr.replace(/^warning.*\n/gm, "");
}

const stepsIn = async (run: string): Promise<number | undefined> =>
  (await new Checkpoints(join(run, "checkpoints"), 3).latest())?.checkpoint.position.steps;

/** Waits until a run has written so many checkpoints, as their names tell. */
async function hasCheckpoint(run: string, steps: number): Promise<void> {
  for (;;) {
    const [newest] = await new Checkpoints(join(run, "checkpoints"), 3).names();
    if (newest !== undefined && Number(/\d+/.exec(newest)?.[0]) >= steps) return;
    await after(5);
  }
}

describe("a run that is killed at a random moment", () => {
  const random = randomStream(5, 4004);

  test("leaves a whole checkpoint, and ends as one that was never stopped", async () => {
    const run = join(folder, "killed");
    let last = 0;
    for (const share of [0.1, 0.6]) {
      const from = Math.floor(480 * (share + 0.2 * random.uniform()));
      let child: ChildProcess | undefined;
      const running = backstepProcess(
        ["train", file, "--out", run, "--resume", "--checkpoint-every", "5steps", "--json"],
        { started: (started) => (child = started) },
      );
      await hasCheckpoint(run, from);
      await after(10 * random.uniform());
      child?.kill("SIGKILL");
      expect((await running).code).toBeNull();
      const steps = await stepsIn(run);
      expect(steps).toBeGreaterThanOrEqual(Math.max(from, last));
      last = steps as number;
    }
    const listed = JSON.parse((await backstep(["runs", run, "--json"])).stdout);
    expect(listed).toEqual([expect.objectContaining({ status: "killed" })]);
    expect(await finish("--out", run, "--resume")).toBe(sha256);
    expect((await readdir(run)).filter((name) => /part|lock/.test(name))).toEqual([]);
  });

  test("and one that Ctrl-C stops goes on from the step at which it was", async () => {
    const run = join(folder, "stopped");
    let child: ChildProcess | undefined;
    const args = ["train", file, "--out", run, "--checkpoint-every", "1step", "--json"];
    const running = backstepProcess(args, { started: (started) => (child = started) });
    await hasCheckpoint(run, 50);
    const second = await backstep(["train", file, "--out", run, "--resume"]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(
      `expected a folder in which no other training runs, found process ${child?.pid}`,
    );
    child?.kill("SIGINT");
    const { code, stdout } = await running;
    expect(code).toBe(130);
    expect(await stepsIn(run)).toBe((JSON.parse(stdout) as { steps: number }).steps);
    expect(await finish("--out", run, "--resume")).toBe(sha256);
  });
});

describe(`a run that cannot be written${skippedWithoutMount}`, () => {
  test.skipIf(!canMount)(
    "disk full: the checkpoints from before are intact, and the error says so",
    async () => {
      const mount = mountInMemory("400k");
      if (!mount) throw new Error("expected to mount, as before");
      try {
        const run = join(mount.path, "run");
        const args = [
          "train",
          file,
          "--out",
          run,
          "--checkpoint-every",
          "40steps",
          "--keep-checkpoints",
          "99",
          "--json",
        ];
        const { code, stdout, stderr } = await backstep(args);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(withoutWarnings(stderr)).toMatch(
          /^\S+\/run\/checkpoints\/step-0*\d+\.safetensors {2}expected a file that can be written, found no space left {3}step-0*\d+\.safetensors is intact, --resume goes on from it\n$/,
        );
        const steps = await stepsIn(run);
        expect(steps).toBeGreaterThanOrEqual(40);
        expect((await readdir(join(run, "checkpoints"))).every((name) => name.endsWith(".safetensors"))).toBe(
          true,
        );
        // still full
        const again = await backstep([...args, "--resume"]);
        expect(again.code).toBe(2);
        expect(withoutWarnings(again.stderr)).toMatch(/found no space left/);
        expect(await stepsIn(run)).toBe(steps);
        expect(mount.remount("size=8m")).toBe(true);
        expect(await finish("--out", run, "--resume")).toBe(sha256);
      } finally {
        mount.end();
      }
    },
  );

  test.skipIf(!canMount)("a file system that becomes read-only while it trains", async () => {
    const mount = mountInMemory("8m");
    if (!mount) throw new Error("expected to mount, as before");
    try {
      const run = join(mount.path, "run");
      const args = ["train", file, "--out", run, "--checkpoint-every", "1step", "--json"];
      const running = backstepProcess(args);
      await hasCheckpoint(run, 30);
      while (!mount.remount("ro")) await after(1);
      const { code, stdout, stderr } = await running;
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(withoutWarnings(stderr)).toMatch(
        /^\S+ {2}expected a file that can be written, found a read-only file system.*\n$/,
      );
      expect(await stepsIn(run)).toBeGreaterThanOrEqual(30);
      const again = await backstep([...args, "--resume"]);
      expect(again.code).toBe(2);
      expect(withoutWarnings(again.stderr)).toBe(
        `${run}  expected a file that can be written, found a read-only file system\n`,
      );
      expect(mount.remount("rw")).toBe(true);
      expect(await finish("--out", run, "--resume")).toBe(sha256);
    } finally {
      mount.end();
    }
  });

  test.skipIf(process.getuid?.() === 0)("a folder without the right to write", async () => {
    const closed = join(folder, "closed");
    await mkdir(closed);
    await chmod(closed, 0o555);
    const { code, stderr } = await backstep(["train", file, "--out", join(closed, "run")]);
    expect(code).toBe(2);
    expect(stderr).toContain("expected a file that can be written, found no permission");
    expect(await readFile(file, "utf8")).toBe(EXAMPLE);
  });
});
