import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backstep, backstepProcess } from "../support/cli.ts";

interface Sweep {
  readonly trials: readonly {
    readonly name: string;
    readonly settings: Readonly<Record<string, number>>;
    readonly epochs: number;
    readonly of: string;
    readonly loss: number | null;
    readonly sha256: string;
  }[];
  readonly best: { readonly name: string };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-sweep-"));
});
afterAll(() => rm(folder, { recursive: true }));

const file = "examples/xor.yaml";

test("halving trains the best third to the end, to the bits of a training with those settings", async () => {
  const out = join(folder, "halving");
  const rates = "optimizer.learningRate=0.01,0.5,5";
  const args = ["sweep", file, "--set", rates, "--strategy", "halving", "--trials", "3", "--seed", "1"];
  const { code, stdout } = await backstepProcess([
    ...args,
    "--epochs",
    "30",
    "--jobs",
    "3",
    "--out",
    out,
    "--json",
  ]);
  expect(code).toBe(0);
  const { trials, best } = JSON.parse(stdout) as Sweep;
  expect(trials.map(({ epochs }) => epochs)).toEqual([30, 10, 10].slice(0, trials.length));
  expect(trials[0].name).toBe(best.name);
  const losses = trials.slice(1).map(({ loss }) => loss ?? Number.POSITIVE_INFINITY);
  expect(losses).toEqual([...losses].sort((a, b) => a - b));
  const again = await backstep(["train", join(out, `${best.name}.yaml`), "--epochs", "30", "--json"]);
  expect(trials[0].sha256).toBe((JSON.parse(again.stdout) as { sha256: string }).sha256);
  const repeated = await backstepProcess([...args, "--epochs", "30", "--out", out, "--json"]);
  expect(JSON.parse(repeated.stdout).trials[0]).toEqual(trials[0]);
  const other = await backstep([...args, "--epochs", "30", "--set", "training.seed=3", "--out", out]);
  expect(other.stderr).toMatch(/1\.yaml {2}expected an empty folder, or one of this sweep/);
  expect((await readdir(out)).sort()).toEqual(["1", "1.yaml", "2", "2.yaml", "3", "3.yaml"]);
});

test.each([
  [
    "optimizer.learningRat=0.1",
    /^examples\/xor\.yaml with optimizer\.learningRat=0\.1:\d+:\d+ {2}.*learningRate/,
  ],
  ["optimizer.learningRate.deep=1", /^--set: expected settings that the example can have, found/],
  [
    "optimizer.learningRate=0..1",
    /^optimizer\.learningRate: expected a list of values for a grid, found a range/,
  ],
])(
  "a setting that the example cannot have is told before anything is trained: %s",
  async (setting, message) => {
    const out = join(folder, "none");
    const { code, stdout, stderr } = await backstep(["sweep", file, "--set", setting, "--out", out]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    await expect(readdir(out)).rejects.toThrow();
  },
);
