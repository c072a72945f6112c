import { describe, expect, test } from "vitest";
import { modelToOnnx } from "../../src/formats/onnx/export/export.ts";
import { readModel } from "../../src/formats/onnx/file/read.ts";
import { layerKinds } from "../../src/nn/layers/index.ts";
import type { LayerKind } from "../../src/nn/layers/kind.ts";
import type { ModelSpec, NetworkSpec } from "../../src/nn/spec.ts";
import { identity } from "../../src/ops/identity.ts";
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

describe("what readers know by a name is written by it", () => {
  const operationsOf = (network: NetworkSpec): string[] => {
    const model: ModelSpec = { network, loss: "softmax-cross-entropy" };
    const bytes = modelToOnnx(model, valued(drawnSession(model, 1)));
    return readModel(bytes, "model.onnx").graph.nodes.map(({ op }) => op);
  };

  test.each<[string, NetworkSpec, readonly string[]]>([
    [
      "dense layers",
      { inputs: 4, layers: [{ dense: 3, activation: "relu" }, { dense: 2 }] },
      ["Gemm", "Relu", "Gemm", "Softmax"],
    ],
    [
      "convolutions and pools",
      {
        inputs: [1, 8, 8],
        layers: [
          { conv2d: 2, kernel: 3, stride: 2, padding: "same", activation: "relu" },
          { maxPool2d: 2, padding: 1 },
          { flatten: true },
          { dense: 3 },
        ],
      },
      ["Conv", "Relu", "MaxPool", "Reshape", "Gemm", "Softmax"],
    ],
    [
      "branches",
      {
        inputs: 4,
        layers: [
          { dense: 3, name: "one" },
          { dense: 2, from: "input", name: "two" },
          { concat: ["one", "two"] },
          { dense: 2 },
        ],
      },
      ["Gemm", "Gemm", "Concat", "Gemm", "Softmax"],
    ],
  ])("%s", (_name, network, operations) => {
    expect(operationsOf(network)).toEqual(operations);
  });
});

test.each(["dense", "conv2d", "maxPool2d with padding", "lstm", "causal attention"])(
  "in float64 as well: %s",
  async (name) => {
    const network = layerNetworks[name];
    const model: ModelSpec = { network, loss: "squared-error" };
    const session = drawnSession(model, 5);
    const inputs = drawnInputs(network, 2, 9);
    const runtime = await runtimeModel(modelToOnnx(model, valued(session), { dtype: "f64" }), "f64");
    const { values } = await runtime.run(inputs.shape, inputs.values);
    // ONNX Runtime takes scores through float32
    const absolute = name.includes("attention") ? 1e-7 : 1e-14;
    expectAllClose(values, predictionsOf(session, inputs), { relative: 1e-13, absolute }, name);
  },
);

test("an operation of the user's own is refused", () => {
  const own: LayerKind<never> = {
    name: "own",
    shape: (_spec, input) => input,
    build: (_spec, x, { graph }) => graph.add({ ...identity, name: "own" }, [x]),
  };
  const model: ModelSpec = {
    network: { inputs: 2, layers: [{ custom: own }, { dense: 1 }] },
    loss: "squared-error",
  };
  expect(() => modelToOnnx(model, valued(drawnSession(model, 1)))).toThrow(
    "onnx: expected operations that ONNX has, found own, of your own making",
  );
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
