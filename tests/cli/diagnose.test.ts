import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backstep } from "../support/cli.ts";

let folder: string;
let dead: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-"));
  dead = join(folder, "dead.yaml");
  await writeFile(
    dead,
    `backstep: 1
title: { en: A dead unit, zh-Hant: 死亡的神經元, zh-Hans: 死亡的神经元 }
network:
  inputs: 2
  layers:
    - { dense: 2, activation: relu, weights: [[-1, -1], [1, 0.5]] }
    - { dense: 1 }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.05 }
data: { inputs: [[1, 2], [2, 1], [0.5, 1]], targets: [[1], [0.5], [0.2]] }
training: { epochs: 200 }
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

test.each(["by-example", "xor", "iris"])(
  "nothing is off in examples/%s.yaml, and the exit code is 0",
  async (name) => {
    const { code, stdout, stderr } = await backstep(["diagnose", `examples/${name}.yaml`]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/\nNothing is off in [\d,]+ steps \([\d,]+ epochs\)\.\n$/);
  },
);

test("what is off is said with its derivation, and the exit code is 1", async () => {
  const { code, stdout, stderr } = await backstep(["diagnose", dead, "--epochs", "5"]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toMatch(
    /^A dead unit\n1 finding in 5 steps \(5 epochs\)\n\n1 {2}Dead units\n {3}layer 1: 1 of 2 relu units/,
  );
  expect(stdout).toMatch(/∂out_h1\/∂net_h1 = \[net_h1 > 0\] .*= {2}0\n/);
});

test("in Chinese", async () => {
  expect((await backstep(["diagnose", dead, "--lang", "zh-Hant"])).stdout).toContain(
    "第 1 層：2 個 relu 神經元中有 1 個已死亡",
  );
  expect((await backstep(["diagnose", dead, "--lang", "zh-Hans"])).stdout).toContain(
    "第 1 层：2 个 relu 神经元中有 1 个已死亡",
  );
});

test("as one document", async () => {
  const { code, stdout } = await backstep(["diagnose", dead, "--json"]);
  expect(code).toBe(1);
  const { healthy, steps, findings } = JSON.parse(stdout);
  expect([healthy, steps]).toEqual([false, 200]);
  expect(findings).toHaveLength(1);
  const [{ kind, layer, about, advice, text, derivation }] = findings;
  expect({ kind, layer, about }).toEqual({ kind: "dead-units", layer: "layers.1", about: ["h1"] });
  expect(advice[0]).toBe("initializer");
  expect(text).toContain("1 of 2 relu units is dead");
  expect(derivation.derivations[0].gradient).toBe(0);
});

test("the help has examples; bad input exits with 2", async () => {
  const help = await backstep(["diagnose", "--help"]);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain("The exit code is 1 where something was found");
  expect(help.stdout).toContain("backstep diagnose examples/by-example.yaml");
  const circuit = await backstep(["diagnose", "examples/circuit.yaml"]);
  expect(circuit.code).toBe(2);
  expect(circuit.stderr).toContain("expected a network");
});
