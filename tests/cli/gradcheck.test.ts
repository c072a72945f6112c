import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { backstep } from "../support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "backstep-gradcheck-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const pictures = (zeros: boolean) => `backstep: 1
network:
  inputs: [1, 4, 4]
  layers: [{ conv2d: 2, kernel: 3, activation: relu }, { maxPool2d: 2 }, { flatten: true }, { dense: 2 }]
loss: softmax-cross-entropy
optimizer: { name: adam }
data:
  inputs: [[${Array.from({ length: 16 }, (_, i) => (zeros ? 0 : ((i * 7) % 16) / 10)).join()}]]
  targets: [[1, 0]]
`;

/** A cube, as somebody outside of the project would write it. */
const cube = (slope: string) => `
const call = (fn, ...args) => ({ fn, args });
export const cube = {
  name: "cube",
  arity: 1,
  shape: ([x]) => x,
  meaning: (_node, [x], out) => { for (let i = 0; i < out.length; i++) out[i] = x[i] ** 3; },
  element: (_node, at, input) => call("mul", input(0, at), input(0, at), input(0, at)),
  vjp: (c, { inputs: [x] }, _i, g) => c.apply("mul", g, ${slope}),
  sample: (random) => ({
    inputs: [{ shape: [2], values: Float64Array.of(random.normal(), random.normal()) }],
    attrs: {},
  }),
};`;

test("an example's gradients pass, and the worst is named", async () => {
  const { code, stdout } = await backstep(["gradcheck", "examples/by-example.yaml", "--json"]);
  const { worst, passed, checked } = JSON.parse(stdout);
  expect({ code, passed, checked }).toEqual({ code: 0, passed: true, checked: 10 });
  expect(worst.name).toMatch(/^[wb]\d$/);
  expect(worst.relativeError).toBeLessThan(1e-8);
});

test("so do those of a network that sees pictures, and of one whose nets stand at a kink", async () => {
  for (const zeros of [false, true]) {
    const { code, stdout } = await backstep(["gradcheck", written("pictures.yaml", pictures(zeros))]);
    expect(stdout).toMatch(/layers\.1\.weight {3}18 checked/);
    expect(stdout).toMatch(/^passed: 26 numbers/m);
    expect(code).toBe(0);
  }
});

test("what a layer keeps for itself is not differentiated: statistics, and what a mask is drawn from", async () => {
  const text = `backstep: 1
network: { inputs: 2, layers: [{ dense: 3, activation: tanh }, { batchNorm: true }, { dropout: 0.3 }, { dense: 1 }] }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.1 }
data: { inputs: [[0.5, -1], [0.2, 0.3], [0.9, 0.1]], targets: [[0.4], [0.1], [0.7]] }
`;
  const { code, stdout } = await backstep(["gradcheck", written("kept.yaml", text)]);
  expect(stdout).toMatch(/^passed: 19 numbers/m);
  expect(stdout).not.toMatch(/running|key|step/);
  expect(code).toBe(0);
});

test("a primitive of the user's own passes, or is found out", async () => {
  const right = cube('c.apply("mul", c.constant(3, x.shape), c.apply("square", x))');
  const good = await backstep(["gradcheck", written("right.mjs", right)]);
  expect(good).toMatchObject({ code: 0 });
  expect(good.stdout).toMatch(/cube, element +40 checked/);
  const bad = await backstep(["gradcheck", written("wrong.mjs", cube('c.apply("square", x)')), "--json"]);
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.stdout)).toMatchObject({
    passed: false,
    worst: { name: expect.stringContaining("cube") },
  });
});

test("a module without primitives, or none, is refused in words", async () => {
  const empty = await backstep(["gradcheck", written("empty.mjs", "export const one = 1;")]);
  expect(empty.code).toBe(2);
  expect(empty.stderr).toMatch(/expected a module that exports primitives \(.*\), found one\n$/);
  const missing = await backstep(["gradcheck", join(folder, "missing.mjs")]);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain("expected a module that can be loaded");
});
