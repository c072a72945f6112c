import { describe, expect, test } from "vitest";
import { createSession } from "../../src/index.ts";
import "../support/relaxed-simd.ts";
import type { Backend } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { spawnThread } from "../../src/node/threads.ts";
import { opsFor } from "../../src/ops/index.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { type DType, tensor } from "../../src/tensor/tensor.ts";
import type { Session } from "../../src/train/session.ts";
import { expectAllClose } from "../support/numbers.ts";
import { expectExecuted } from "../support/operations.ts";

/** Large enough for products by blocks, and to be shared among threads. */
const model: ModelSpec = {
  network: {
    inputs: [1, 14, 14],
    layers: [
      { conv2d: 8, kernel: 3, activation: "relu" },
      { maxPool2d: 2 },
      { conv2d: 16, kernel: 3, padding: "same", activation: "tanh" },
      { averagePool2d: 3, stride: 2, padding: 1 },
      { conv2d: 16, kernel: 2, groups: 4, activation: "relu" },
      { flatten: true },
      { dense: 10 },
    ],
  },
  loss: "softmax-cross-entropy",
};

const BATCH = 16;
const samples = (() => {
  const random = randomStream(1, 1);
  const inputs = Float64Array.from({ length: BATCH * 196 }, () => random.uniform());
  const targets = new Float64Array(BATCH * 10);
  for (let n = 0; n < BATCH; n++) targets[n * 10 + random.integer(10)] = 1;
  return { inputs: tensor([BATCH, 196], inputs), targets: tensor([BATCH, 10], targets) };
})();

function trained(backend: Backend, dtype: DType, steps: number): { session: Session; losses: number[] } {
  const session = createSession({ model, optimizer: { name: "adam" }, backend, dtype, seed: 3 });
  const order = Uint32Array.from({ length: steps * BATCH }, (_, i) => i % BATCH);
  return { session, losses: [...session.run(samples, order, BATCH)] };
}

function bitsOf(session: Session): number[][] {
  return session.parameters.map((parameter) => [...new Uint8Array(session.read(parameter).buffer)]);
}

test.each(["f64", "f32"] as const)("a sum over many places, taken in parts, is the sum, in %s", (dtype) => {
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const x = ops.input([3, 8192]);
  const outputs = [ops.sum(x, [1]), ops.sum(ops.apply("square", x), [1])];
  const executable = wasmBackend().compile({ graph, outputs, updates: [] });
  const random = randomStream(1, 5);
  executable.write(
    x,
    Float64Array.from({ length: 3 * 8192 }, () => random.normal()),
  );
  executable.evaluate();
  const values = executable.read(x);
  for (const [i, output] of outputs.entries()) {
    const wanted = [0, 1, 2].map((row) => {
      const numbers = Array.from(values.subarray(row * 8192, (row + 1) * 8192));
      return numbers.reduce((sum, one) => sum + (i === 0 ? one : one ** 2), 0);
    });
    expectAllClose(
      executable.read(output),
      wanted,
      dtype === "f64" ? { relative: 1e-11 } : { relative: 1e-6, absolute: 1e-5 },
      "sum",
    );
  }
});

describe("a network that sees pictures", () => {
  test.each(["f64", "f32"] as const)("every operation of a step is what it means, in %s", (dtype) => {
    const { session } = trained(wasmBackend(), dtype, 2);
    expect(expectExecuted(session.look(samples), dtype)).toBeGreaterThan(100_000);
  });

  test("trains as on the reference", () => {
    const [found, wanted] = [wasmBackend(), referenceBackend].map((backend) => trained(backend, "f64", 4));
    expectAllClose(found.losses, wanted.losses, { relative: 1e-10 }, "losses");
    expect(wanted.losses[3]).toBeLessThan(wanted.losses[0]);
  });

  test("has the same bits with any number of threads, in wider tiles, and whoever looks", () => {
    const [one] = [trained(wasmBackend(), "f32", 6)].map(({ session }) => bitsOf(session));
    for (const threads of [2, 3, 4]) {
      expect(bitsOf(trained(wasmBackend({ threads, spawn: spawnThread }), "f32", 6).session)).toEqual(one);
    }
    expect(bitsOf(trained(wasmBackend({ wide: true }), "f32", 6).session)).toEqual(one);
    const { session } = trained(wasmBackend(), "f32", 3);
    session.look(samples);
    session.measure(samples);
    for (let step = 0; step < 3; step++) session.step(samples);
    expect(bitsOf(session)).toEqual(one);
  });
});
