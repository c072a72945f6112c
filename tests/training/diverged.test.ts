import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { createSession } from "../../src/index.ts";
import type { OptimizerSpec } from "../../src/nn/optimizers.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { type DType, tensor } from "../../src/tensor/tensor.ts";
import { DivergedError } from "../../src/train/diverged.ts";

import { train } from "../../src/train/train.ts";

const random = randomStream(3, 1);
const draw = (count: number) => Array.from({ length: count }, () => random.normal());
const samples = { inputs: tensor([24, 3], draw(72)), targets: tensor([24, 2], draw(48)) };

interface Case {
  readonly what: string;
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  readonly dtype: DType;
  readonly message: RegExp;
}

const relu: ModelSpec = {
  network: { inputs: 3, layers: [{ dense: 6, activation: "relu" }, { dense: 2 }] },
  loss: "half-squared-error",
};

const cases: readonly Case[] = [
  {
    what: "a rate that is much too large overflows the loss",
    model: relu,
    optimizer: { name: "sgd", learningRate: 3 },
    dtype: "f32",
    message: /^stopped at step \d+: \S+ became infinite in \S+ \(\w+\)$/,
  },
  {
    what: "nothing divided by nothing, of a gradient that is 0, is found in the optimiser",
    // the first hidden neuron is dead
    model: {
      network: {
        inputs: 3,
        layers: [{ dense: 2, activation: "relu", bias: [-100, 0] }, { dense: 2 }],
      },
      loss: "half-squared-error",
    },
    optimizer: { name: "adagrad", learningRate: 0.1, epsilon: 0 },
    dtype: "f64",
    message: /^stopped at step \d+: w\d+⁺ became not a number in optimizer adagrad \(div\)$/,
  },
];

describe.each(cases)("$what", ({ model, optimizer, dtype, message }) => {
  function errorOf(backend: Backend, stepsAtOnce: number): DivergedError {
    const session = createSession({ model, optimizer, backend, dtype, seed: 2 });
    const options = { epochs: 200, batchSize: 4, shuffle: true, stepsAtOnce: () => stepsAtOnce };
    try {
      for (const _ of train(session, samples, options));
    } catch (error) {
      if (error instanceof DivergedError) return error;
      throw error;
    }
    throw new Error("it did not diverge");
  }

  test("is told by its first operation, layer and step, by one step at a time", () => {
    expect(errorOf(referenceBackend, 1).message).toMatch(message);
  });

  test.each([1, 7, 300])("and just so where the compiled steps are taken %i at a time", (stepsAtOnce) => {
    const one = errorOf(wasmBackend(), 1);
    const several = errorOf(wasmBackend(), stepsAtOnce);
    expect(several.message).toMatch(message);
    expect([several.step, several.first]).toEqual([one.step, one.first]);
  });
});
