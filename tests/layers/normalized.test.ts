import { expect, test } from "vitest";
import { createSession } from "../../src/index.ts";
import { everyKind } from "../../src/nn/every-kind.ts";
import "../support/relaxed-simd.ts";
import type { Backend } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import type { LayerSpec } from "../../src/nn/layers/index.ts";
import { parametersOf } from "../../src/nn/parameters.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { spawnThread } from "../../src/node/threads.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import type { Session } from "../../src/train/session.ts";
import { expectAllClose } from "../support/numbers.ts";
import { expectExecuted } from "../support/operations.ts";

const BATCH = 16;
const model: ModelSpec = {
  network: {
    inputs: [1, 14, 14],
    layers: [
      { conv2d: 8, kernel: 3, bias: false },
      { batchNorm: true },
      { activate: "relu" },
      { maxPool2d: 2 },
      { layerNorm: "all" },
      { flatten: true },
      { dense: 32 },
      { batchNorm: true, scale: false, shift: false, momentum: 0.3 },
      { activate: "tanh" },
      { layerNorm: "last", shift: false },
      { dense: 10 },
    ],
  },
  loss: "softmax-cross-entropy",
};

const samples = (() => {
  const random = randomStream(1, 1);
  const inputs = Float64Array.from({ length: BATCH * 196 }, () => random.uniform());
  const targets = new Float64Array(BATCH * 10);
  for (let n = 0; n < BATCH; n++) targets[n * 10 + random.integer(10)] = 1;
  return { inputs: tensor([BATCH, 196], inputs), targets: tensor([BATCH, 10], targets) };
})();

function trained(backend: Backend, dtype: "f32" | "f64", steps: number) {
  const session = createSession({ model, optimizer: { name: "adam" }, backend, dtype, seed: 3 });
  const order = Uint32Array.from({ length: steps * BATCH }, (_, i) => i % BATCH);
  return { session, losses: [...session.run(samples, order, BATCH)] };
}

const bitsOf = ({ session }: { session: Session }): number[][] =>
  session.parameters.map((parameter) => [...new Uint8Array(session.read(parameter).buffer)]);

test.each(["f64", "f32"] as const)("every operation of a step is what it means, in %s", (dtype) => {
  const { session } = trained(wasmBackend(), dtype, 2);
  expect(expectExecuted(session.look(samples), dtype)).toBeGreaterThan(100_000);
});

test("a network of pictures trains as on the reference", () => {
  const [found, wanted] = [wasmBackend(), referenceBackend].map((backend) => trained(backend, "f64", 4));
  expectAllClose(found.losses, wanted.losses, { relative: 1e-9 }, "losses");
  expect(wanted.losses[3]).toBeLessThan(wanted.losses[0]);
});

test("it has the same bits with any number of threads, and whoever looks", () => {
  const wanted = bitsOf(trained(wasmBackend(), "f32", 5));
  for (const threads of [2, 4]) {
    expect(bitsOf(trained(wasmBackend({ threads, spawn: spawnThread }), "f32", 5))).toEqual(wanted);
  }
  const watched = trained(wasmBackend(), "f32", 2);
  watched.session.look(samples);
  watched.session.measure(samples);
  for (let step = 0; step < 3; step++) watched.session.step(samples);
  expect(bitsOf(watched)).toEqual(wanted);
});

const small = (layer: LayerSpec): ModelSpec => ({
  network: { inputs: 2, layers: [layer, { dense: 1, weights: [[1, 1]], bias: false }] },
  loss: "half-squared-error",
});

test("what a prediction says does not hang on the samples beside it", () => {
  const session = createSession({
    model: small({ batchNorm: true }),
    optimizer: { name: "sgd", learningRate: 0.1 },
    backend: wasmBackend(),
  });
  const batch = (rows: number[][]) => ({
    inputs: tensor([rows.length, 2], rows.flat()),
    targets: tensor(
      [rows.length, 1],
      rows.map(() => 0.5),
    ),
  });
  session.step(
    batch([
      [1, 2],
      [3, -4],
      [0.5, 1],
    ]),
  );
  const [alone] = session.measure(batch([[1, 2]])).predictions;
  const [first] = session.measure(
    batch([
      [1, 2],
      [30, -40],
    ]),
  ).predictions;
  expect(first).toBe(alone);
});

test("of a single number there is no variance: it becomes 0, and the running ones stay", () => {
  const session = createSession({
    model: small({ batchNorm: true }),
    optimizer: { name: "sgd", learningRate: 0 },
    backend: referenceBackend,
  });
  expect(session.step({ inputs: tensor([1, 2], [3, 4]), targets: tensor([1, 1], [1]) })).toBe(0.5);
  const kept = session.parameters.filter(({ kind }) => kind === "statistic");
  expect(kept.map((parameter) => [...session.read(parameter)])).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test.each<[LayerSpec, string]>([
  [{ batchNorm: true, scale: [1, 2, 3] }, "layer 1 (batchNorm): scale: expected [2] numbers, found [3]"],
  [{ layerNorm: "last", shift: [[1, 2]] }, "layer 1 (layerNorm): shift: expected [2] numbers, found [1, 2]"],
])("%j does not fit", (layer, message) => {
  expect(() => parametersOf(small(layer).network, 0, everyKind)).toThrow(message);
});
