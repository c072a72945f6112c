import { describe, expect, test } from "vitest";
import { modelToOnnx } from "../../src/formats/onnx/export/export.ts";
import { layerKinds } from "../../src/nn/layers/index.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { sizeOf } from "../../src/tensor/shape.ts";
import { layerNetworks } from "../support/layer-networks.ts";
import { expectAllClose } from "../support/numbers.ts";
import { runtimeModel } from "../support/onnx-runtime.ts";
import { drawnInputs, drawnSession, predictionsOf, valued } from "../support/valued.ts";

const CLOSE = { relative: 1e-5, absolute: 1e-5 };

async function expectSameInRuntime(model: ModelSpec, sizes: readonly number[]): Promise<void> {
  const session = drawnSession(model, 5);
  const runtime = await runtimeModel(modelToOnnx(model, valued(session)));
  for (const samples of sizes) {
    const inputs = drawnInputs(model.network, samples, samples);
    const { shape, values } = await runtime.run(inputs.shape, inputs.values);
    const expected = predictionsOf(session, inputs);
    expect(shape[0]).toBe(samples);
    expect(sizeOf(shape)).toBe(expected.length);
    expectAllClose(values, expected, CLOSE, `${samples} samples`);
  }
}

describe("ONNX Runtime gives the outputs of every kind of layer, whatever the size of the batch", () => {
  test.each(Object.entries(layerNetworks))("%s", async (_name, network) => {
    await expectSameInRuntime({ network, loss: "squared-error" }, [1, 4]);
  });
});

test("every kind of layer is among them", () => {
  const used = Object.values(layerNetworks).flatMap(({ layers }) =>
    layers.flatMap((layer) => Object.keys(layer)),
  );
  expect(used).toEqual(expect.arrayContaining(Object.keys(layerKinds)));
});

describe("networks of the size of MNIST", () => {
  test("784-128-10", async () => {
    const layers = [{ dense: 128, activation: "relu" }, { dense: 10 }] as const;
    await expectSameInRuntime({ network: { inputs: 784, layers }, loss: "softmax-cross-entropy" }, [1, 32]);
  });

  test("two convolutions and pools", async () => {
    const layers = [
      { conv2d: 8, kernel: 3, activation: "relu" },
      { maxPool2d: 2 },
      { conv2d: 16, kernel: 3, activation: "relu" },
      { maxPool2d: 2 },
      { flatten: true },
      { dense: 10 },
    ] as const;
    await expectSameInRuntime(
      { network: { inputs: [1, 28, 28], layers }, loss: "softmax-cross-entropy" },
      [1, 8],
    );
  });
});
