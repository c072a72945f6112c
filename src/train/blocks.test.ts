import { describe, expect, test } from "vitest";
import { referenceBackend } from "../backends/reference/reference.ts";
import { wasmBackend } from "../backends/wasm/wasm.ts";
import type { BlockedSamples } from "../data/blocks.ts";
import { createSession } from "../index.ts";
import type { Samples } from "../nn/samples.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { randomStream } from "../tensor/random.ts";
import { tensor } from "../tensor/tensor.ts";
import { lossOf } from "./measure.ts";
import { metricsOf } from "./metrics.ts";
import { feedOf } from "./order.ts";
import { takeRows } from "./rows.ts";
import type { Session } from "./session.ts";
import { train } from "./train.ts";

const random = randomStream(7);
const COUNT = 23;
const all: Samples = {
  inputs: tensor(
    [COUNT, 1],
    Array.from({ length: COUNT }, (_, n) => n),
  ),
  targets: tensor(
    [COUNT, 1],
    Array.from({ length: COUNT }, () => random.normal()),
  ),
};

/** The samples in blocks, and how often a block was read. */
function blocked(samples: Samples, blockSize: number): BlockedSamples & { reads: number } {
  const [count] = samples.inputs.shape;
  return {
    count,
    blockSize,
    reads: 0,
    read(block) {
      this.reads++;
      const rows = Array.from(
        { length: Math.min(blockSize, count - block * blockSize) },
        (_, i) => block * blockSize + i,
      );
      return takeRows(samples, rows);
    },
  };
}

/** The numbers that each step of an epoch takes. */
function stepsOf(epoch: number, seed: number, shuffle: boolean, blockSize = 8, batchSize = 4): number[][] {
  const feed = feedOf(blocked(all, blockSize), seed, { batchSize, shuffle });
  return Array.from({ length: feed.batches }, (_, batch) => {
    const taken = (epoch - 1) * feed.batches + batch;
    const { values } = feed.samples(taken).inputs;
    return [...feed.rows(taken, 1)].map((row) => values[row]);
  });
}

describe("an epoch of blocks", () => {
  test("takes every sample once, in whole batches but for the last of the last block", () => {
    for (const shuffle of [false, true]) {
      const steps = stepsOf(2, 1, shuffle);
      expect(steps.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, n) => n));
      expect(steps.map((rows) => rows.length).sort()).toEqual([3, 4, 4, 4, 4, 4]);
    }
    expect(stepsOf(1, 1, false).flat()).toEqual(Array.from({ length: COUNT }, (_, n) => n));
  });

  test("has an order of blocks, and one within each, drawn by seed and epoch", () => {
    expect(stepsOf(1, 1, true)).toEqual(stepsOf(1, 1, true));
    expect(stepsOf(1, 1, true)).not.toEqual(stepsOf(2, 1, true));
    expect(stepsOf(1, 1, true)).not.toEqual(stepsOf(1, 2, true));
    const orders = Array.from({ length: 20 }, (_, i) =>
      stepsOf(i + 1, 1, true).map((rows) => Math.floor(rows[0] / 8)),
    );
    expect(new Set(orders.map((order) => order.join())).size).toBeGreaterThan(3);
    for (const rows of stepsOf(3, 1, true)) expect(new Set(rows.map((n) => Math.floor(n / 8))).size).toBe(1);
    expect(stepsOf(1, 1, true).flat()).not.toEqual([...stepsOf(1, 1, true).flat()].sort((a, b) => a - b));
  });

  test("must divide into batches", () => {
    expect(() => feedOf(blocked(all, 10), 1, { batchSize: 4 })).toThrow(
      /blocks of whole batches of 4, got 10/,
    );
  });
});

const model: ModelSpec = {
  network: { inputs: 1, layers: [{ dense: 3, activation: "tanh" }, { dense: 1 }] },
  loss: "mean-squared-error",
  regularization: { l2: 0.1 },
};
const sessionOn = (backend = wasmBackend()): Session =>
  createSession({ model, optimizer: { name: "adam", learningRate: 0.05 }, backend, seed: 3 });
const bitsOf = (session: Session) => session.parameters.map((parameter) => [...session.read(parameter)]);

describe("training on blocks", () => {
  const options = { epochs: 3, batchSize: 4, shuffle: true } as const;
  const trained = (stepsAtOnce: number, backend = wasmBackend()): number[][] => {
    const session = sessionOn(backend);
    for (const _ of train(session, blocked(all, 8), { ...options, stepsAtOnce: () => stepsAtOnce }));
    return bitsOf(session);
  };

  test("is the same however many steps are one call, and on either backend nearly", () => {
    const one = trained(1);
    for (const steps of [2, 3, 100]) expect(trained(steps)).toEqual(one);
    for (const [i, values] of trained(1, referenceBackend).entries()) {
      for (const [j, value] of values.entries()) expect(value).toBeCloseTo(one[i][j], 10);
    }
  });

  test("without shuffling is training on the samples as they are", () => {
    const [session, other] = [sessionOn(), sessionOn()];
    for (const _ of train(session, blocked(all, 8), { ...options, shuffle: false }));
    for (const _ of train(other, all, { ...options, shuffle: false }));
    expect(bitsOf(session)).toEqual(bitsOf(other));
  });

  test("goes on from within an epoch to the same bits", () => {
    const whole = sessionOn();
    for (const _ of train(whole, blocked(all, 8), options));
    for (const steps of [1, 5, 7, 13]) {
      const first = sessionOn();
      const training = train(first, blocked(all, 8), options);
      for (let i = 0; i < steps; i++) training.next();
      const second = sessionOn();
      second.restore(first.state());
      for (const _ of train(second, blocked(all, 8), { ...options, stepsBefore: steps }));
      expect(bitsOf(second)).toEqual(bitsOf(whole));
    }
  });

  test("reads each block once an epoch", () => {
    const set = blocked(all, 8);
    for (const _ of train(sessionOn(), set, { ...options, stepsAtOnce: () => 2 }));
    // where an epoch begins with the block that the last one ended with, it is still there
    expect(set.reads).toBeLessThanOrEqual(9);
    expect(set.reads).toBeGreaterThanOrEqual(7);
  });
});

test.each([
  { reduction: "mean", regularization: { l2: 0.1 } },
  { reduction: "sum", regularization: { l2: 0.1 } },
  { reduction: "mean", regularization: { l2: 0.1, reduction: "mean" } },
] as const)("the loss and the metrics of blocks are those of all samples: %j", (changes) => {
  const session = createSession({
    model: { ...model, ...changes },
    optimizer: { name: "sgd", learningRate: 1 },
    backend: wasmBackend(),
  });
  const { loss } = session.measure(all);
  expect(lossOf(session, blocked(all, 8))).toBeCloseTo(loss, 12);
  const [whole, parts] = [all, blocked(all, 8)].map((set) => metricsOf(session, set, ["mae", "r2"]));
  expect(parts.mae).toBeCloseTo(whole.mae as number, 6);
  expect(parts.r2).toBeCloseTo(whole.r2 as number, 5);
});
