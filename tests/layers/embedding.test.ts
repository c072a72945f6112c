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
import { tensor } from "../../src/tensor/tensor.ts";
import { DivergedError } from "../../src/train/diverged.ts";
import type { Session } from "../../src/train/session.ts";
import { expectAllClose } from "../support/numbers.ts";

const [CLASSES, LENGTH, BATCH] = [300, 12, 32];

/** As wide as several units of columns. */
const model: ModelSpec = {
  network: {
    inputs: LENGTH,
    layers: [
      { embedding: 40, classes: CLASSES },
      { layerNorm: "last" },
      { flatten: true },
      { dense: 64, activation: "relu" },
      { batchNorm: true },
      { dropout: 0.25 },
      { dense: 3 },
    ],
  },
  loss: "softmax-cross-entropy",
};

const samples = (() => {
  const random = randomStream(1, 1);
  const inputs = Float64Array.from({ length: BATCH * LENGTH }, () => random.integer(CLASSES));
  const targets = new Float64Array(BATCH * 3);
  for (let n = 0; n < BATCH; n++) targets[n * 3 + random.integer(3)] = 1;
  return { inputs: tensor([BATCH, LENGTH], inputs), targets: tensor([BATCH, 3], targets) };
})();

function trained(backend: Backend, dtype: "f32" | "f64", steps: number) {
  const session = createSession({ model, optimizer: { name: "adam" }, backend, dtype, seed: 3 });
  const order = Uint32Array.from({ length: steps * BATCH }, (_, i) => i % BATCH);
  return { session, losses: [...session.run(samples, order, BATCH)] };
}

const bitsOf = ({ session }: { session: Session }): number[][] =>
  session.parameters.map((parameter) => [...new Uint8Array(session.read(parameter).buffer)]);

describe("a network of words", () => {
  test("trains as on the reference", () => {
    const [found, wanted] = [wasmBackend(), referenceBackend].map((backend) => trained(backend, "f64", 6));
    expectAllClose(found.losses, wanted.losses, { relative: 1e-9 }, "losses");
    expect(wanted.losses[5]).toBeLessThan(wanted.losses[0]);
  });

  test("has the same bits with any number of threads, and whoever looks", () => {
    const wanted = bitsOf(trained(wasmBackend(), "f32", 6));
    for (const threads of [2, 3, 4]) {
      expect(bitsOf(trained(wasmBackend({ threads, spawn: spawnThread }), "f32", 6))).toEqual(wanted);
    }
    const watched = trained(wasmBackend(), "f32", 3);
    watched.session.look(samples);
    watched.session.measure(samples);
    for (let step = 0; step < 3; step++) watched.session.step(samples);
    expect(bitsOf(watched)).toEqual(wanted);
  });
});

const HOSTILE = [-1, 0.5, CLASSES, 1e9, -(2 ** 40), 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY];

describe.each([referenceBackend, wasmBackend()])("on the $name backend", (backend) => {
  test.each(HOSTILE)("%d is no class: the layer and the sample are named", (index) => {
    const inputs = samples.inputs.values.slice();
    inputs[5 * LENGTH + 2] = index;
    const hostile = { ...samples, inputs: tensor([BATCH, LENGTH], inputs) };
    const message = `layer 1 (embedding): expected a whole number from 0 to 299 as input 3 of sample 6, found ${index}`;
    const order = Uint32Array.from({ length: BATCH }, (_, i) => i);
    const { session } = trained(backend, "f64", 0);
    expect(() => session.step(hostile)).toThrow(message);
    expect(() => session.run(hostile, order, BATCH)).toThrow(message);
    expect(() => session.look(hostile)).toThrow(message);
    expect(() => session.measure(hostile)).toThrow(message);
  });

  test.each(["f64", "f32"] as const)(
    "in %s, what nobody has looked at reads and writes nothing else",
    (dtype) => {
      const graph = new Graph(dtype);
      const ops = opsFor(graph);
      const [table, indices] = [ops.input([4, 3]), ops.input([HOSTILE.length + 1])];
      const rows = ops.gather(table, indices);
      const sums = ops.scatter(rows, indices, 4);
      const executable = backend.compile({ graph, outputs: [rows, sums], updates: [] });
      executable.write(table, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      executable.write(indices, [...HOSTILE, 2]);
      executable.evaluate();
      const none = new Array<number>(3 * HOSTILE.length).fill(Number.NaN);
      expect([...executable.read(rows)]).toEqual([...none, 7, 8, 9]);
      expect([...executable.read(sums)]).toEqual([0, 0, 0, 0, 0, 0, 7, 8, 9, 0, 0, 0]);
    },
  );

  test("behind another layer, an index that is none stops the training", () => {
    const behind: ModelSpec = {
      network: {
        inputs: 1,
        layers: [
          { dense: 1, weights: [[1]], bias: false },
          { embedding: 2, classes: 3 },
          { flatten: true },
          { dense: 1 },
        ],
      },
      loss: "half-squared-error",
    };
    const session = createSession({ model: behind, optimizer: { name: "adam" }, backend });
    const one = (index: number) => ({ inputs: tensor([1, 1], [index]), targets: tensor([1, 1], [0]) });
    expect(session.step(one(2))).toBeGreaterThan(0);
    expect(() => session.step(one(7))).toThrow(DivergedError);
    expect(() => session.step(one(7))).toThrow("gather");
  });
});

test("a table of another size is refused, with the layer", () => {
  const network = {
    inputs: 1,
    layers: [{ embedding: 2, classes: 3, weights: [[1, 2]] }, { flatten: true as const }],
  };
  const spec = { model: { network, loss: "half-squared-error" }, optimizer: { name: "adam" } } as const;
  expect(() => createSession({ ...spec, backend: referenceBackend })).toThrow(
    "layer 1 (embedding): weights: expected [3, 2] (one row per class), found [1, 2]",
  );
});
