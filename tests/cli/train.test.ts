import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backstep, backstepProcess } from "../support/cli.ts";
import { expectClose } from "../support/numbers.ts";

interface TrainJson {
  readonly steps: number;
  readonly epochs: number;
  readonly loss: number;
  readonly outputs: readonly (readonly number[])[];
  readonly metrics: { readonly train: { accuracy?: number }; readonly test?: { accuracy?: number } };
  readonly parameters?: Readonly<Record<string, number>>;
  readonly sha256: string;
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function train(...args: string[]): Promise<TrainJson> {
  const { code, stdout, stderr } = await backstep(["train", ...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as TrainJson;
}

async function exampleFile(name: string, biases: readonly [string, string]): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    `backstep: 1
network:
  inputs: 2
  layers:
    - { dense: 2, activation: sigmoid, weights: [[0.15, 0.20], [0.25, 0.30]], bias: ${biases[0]} }
    - { dense: 2, activation: sigmoid, weights: [[0.40, 0.45], [0.50, 0.55]], bias: ${biases[1]} }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.5 }
data: { inputs: [[0.05, 0.10]], targets: [[0.01, 0.99]] }
training: { epochs: 10000 }
`,
  );
  return path;
}

// expected figures: PyTorch, float64
describe("the article's network", () => {
  test("with frozen biases", async () => {
    const one = await train("examples/by-example.yaml", "--epochs", "1");
    expectClose(one.loss, 0.29102777369359933, { relative: 1e-12 }, "E after 1 step");
    const all = await train("examples/by-example.yaml");
    expect([all.steps, all.epochs]).toEqual([10_000, 10_000]);
    expectClose(all.loss, 3.510187782978851e-5, { relative: 1e-12 }, "E after 10,000 steps");
    expectClose(all.outputs[0][0], 0.015913620443550665, { relative: 1e-12 }, "out_o1");
    expectClose(all.outputs[0][1], 0.9840642735146238, { relative: 1e-12 }, "out_o2");
    expect(Object.keys(all.parameters ?? {})).toEqual([
      "w1",
      "w2",
      "w3",
      "w4",
      "b1",
      "w5",
      "w6",
      "w7",
      "w8",
      "b2",
    ]);
  });

  test("with one trained bias in each layer", async () => {
    const { loss } = await train(await exampleFile("shared.yaml", ["{ shared: 0.35 }", "{ shared: 0.60 }"]));
    expectClose(loss, 4.355321066163729e-6, { relative: 1e-12 }, "E after 10,000 steps");
  });

  test("with one bias for each neuron", async () => {
    const { loss } = await train(await exampleFile("each.yaml", ["0.35", "0.60"]));
    expectClose(loss, 2.4475622359322627e-6, { relative: 1e-12 }, "E after 10,000 steps");
  });
});

test("iris is told apart: the median of three seeds is at least 96 %", async () => {
  const accuracies: number[] = [];
  for (const seed of ["1", "2", "3"]) {
    const { metrics } = await train("examples/iris.yaml", "--seed", seed);
    accuracies.push(metrics.test?.accuracy ?? 0);
  }
  accuracies.sort((a, b) => a - b);
  expect(accuracies[1]).toBeGreaterThanOrEqual(0.96);
});

test("the same seed gives the same bits, another seed others", async () => {
  const bits = async (seed: string) =>
    (await train("examples/iris.yaml", "--seed", seed, "--epochs", "3")).sha256;
  const first = await bits("1");
  expect(await bits("1")).toBe(first);
  expect(await bits("2")).not.toBe(first);
});

test("Ctrl-C stops after a step, prints what there is, and says so", async () => {
  const path = join(folder, "endless.yaml");
  const example = await readFile(await exampleFile("article.yaml", ["0.35", "0.60"]), "utf8");
  await writeFile(path, example.replace("epochs: 10000", "epochs: 1000000000"));
  const { code, stdout } = await backstepProcess(["train", path], {
    // the heading is printed just before training starts
    started: (child) => child.stderr?.once("data", () => setTimeout(() => child.kill("SIGINT"), 500)),
  });
  expect(code).toBe(130);
  expect(stdout).toMatch(/^stopped by Ctrl-C after [\d,]+ steps, [\d,]+ epochs in /);
  expect(stdout).toMatch(/train {2}loss 0\.298371 → \d/);
});

test("a training that diverges names the first number that is not finite, and exits with 1", async () => {
  const path = join(folder, "diverges.yaml");
  await writeFile(
    path,
    `backstep: 1
network: { inputs: 1, layers: [{ dense: 1, weights: [[1]], bias: false }] }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 100 }
data: { inputs: [[3]], targets: [[1]] }
training: { epochs: 1000 }
`,
  );
  const { code, stderr } = await backstep(["train", path, "--json"]);
  expect(code).toBe(1);
  const lines = stderr.trimEnd().split("\n");
  expect(lines.pop()).toMatch(/^stopped at step \d+: \S+ became (?:infinite|not a number) in .+$/);
  expect(lines.filter((line) => !line.startsWith("warning after "))).toEqual([]);
  expect(lines.join("\n")).toContain("the loss is ");
});

test("what is off is warned of once, on stderr, and listed in the document", async () => {
  const path = join(folder, "dead.yaml");
  const inputs = "[[1, 2], [2, 1], [0.5, 1], [1, 0.5]]";
  await writeFile(
    path,
    `backstep: 1
network:
  inputs: 2
  layers:
    - { dense: 2, activation: relu, weights: [[-1, -1], [1, 0.5]] }
    - { dense: 1 }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.05 }
data: { inputs: ${inputs}, targets: [[1], [0.5], [0.2], [0.4]] }
training: { epochs: 200 }
`,
  );
  const { code, stdout, stderr } = await backstep(["train", path, "--json"]);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^warning: layer 1: 1 of 2 relu units is dead, .*: h1; try another initializer.*\n$/,
  );
  const { findings } = JSON.parse(stdout);
  expect(findings).toEqual([
    expect.objectContaining({ kind: "dead-units", layer: "layers.1", about: ["h1"], step: 0 }),
  ]);
  const shown = await backstep(["train", path]);
  expect(shown.stdout).not.toContain("warning");
  expect(shown.stderr.match(/warning/g)).toHaveLength(1);
});

describe("looking out for the best", () => {
  const settings =
    "training: { epochs: 200, batchSize: 16, seed: 7, validation: { fraction: 0.2 }, earlyStopping: { patience: 5 }, metrics: [accuracy, f1, confusion] }";

  test("stops early, puts the best parameters back, and records how", async () => {
    const example = await readFile("examples/iris.yaml", "utf8");
    const path = join(folder, "iris.yaml");
    const data = join(process.cwd(), "examples", "data", "iris.csv");
    const text = example.replace(/csv: \S+/, `csv: ${data},`).replace(/training: .*(\n {2}.*)*/, settings);
    await writeFile(path, text.replace("learningRate: 0.01", "learningRate: 0.05"));
    const { code, stdout, stderr } = await backstep(["train", path, "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const run = JSON.parse(stdout);
    expect(run.stoppedEarly).toBe(true);
    expect(run.history).toHaveLength(run.bestEpoch + 5);
    const validation = run.history.map((epoch: { validation: number }) => epoch.validation);
    expect(Math.min(...validation)).toBe(validation[run.bestEpoch - 1]);
    expect(run.metrics.validation.loss).toBe(validation[run.bestEpoch - 1]);
    expect(run.metrics.validation.confusion.flat().reduce((a: number, b: number) => a + b)).toBe(24);
    expect(run).toMatchObject({ earlyStopping: { patience: 5 }, validation: { fraction: 0.2 } });
    const shown = await backstep(["train", path]);
    expect(shown.stdout).toContain(`stopped early; lowest loss in epoch ${run.bestEpoch}\n`);
    expect(shown.stdout).toMatch(/\nvalidation {2}loss [\d.]+ → [\d.]+ {5}accuracy .* {5}f1 /);
    expect(shown.stdout).toMatch(/taken for \(columns\), of each class \(rows\)\n +setosa +versicolor/);
  });

  test("folds: each part is a test once; means and spreads", async () => {
    const args = ["train", "examples/iris.yaml", "--folds", "3", "--epochs", "20"];
    const { code, stdout } = await backstep([...args, "--json"]);
    expect(code).toBe(0);
    const { k, seed, folds, summary } = JSON.parse(stdout);
    expect([k, seed, folds.length]).toEqual([3, 7, 3]);
    const accuracies = folds.map((fold: { test: { accuracy: number } }) => fold.test.accuracy);
    const mean = accuracies.reduce((a: number, b: number) => a + b) / 3;
    expect(summary.test.accuracy.mean).toBeCloseTo(mean, 14);
    expect(JSON.parse((await backstep([...args, "--json"])).stdout)).toEqual(JSON.parse(stdout));
    expect((await backstep(args)).stdout).toMatch(
      /^3 folds, seed 7; mean ± standard deviation\ntrain {2}loss /,
    );
    const tooMany = await backstep(["train", "examples/iris.yaml", "--folds", "151"]);
    expect(tooMany.code).toBe(2);
    expect(tooMany.stderr).toContain("--folds: expected at most 150 (one per sample), found 151");
  });
});
