import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backward } from "../../src/autodiff/backward.ts";
import type { Backend } from "../../src/backends/backend.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { deriverOf, reevaluate } from "../../src/explain/derive.ts";
import { modelToOnnx } from "../../src/formats/onnx/export/export.ts";
import { importOnnx } from "../../src/formats/onnx/import/import.ts";
import { verify } from "../../src/graph/verify.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { opsFor } from "../../src/ops/index.ts";
import type { DType, Tensor } from "../../src/tensor/tensor.ts";
import { execute } from "../support/execute.ts";
import { layerNetworks } from "../support/layer-networks.ts";
import { expectAllClose } from "../support/numbers.ts";
import { activationNames, randomCase } from "../support/random-network.ts";
import { drawnInputs, drawnSession, predictionsOf, valued } from "../support/valued.ts";

/** The file's numbers are in float32. */
const CLOSE = { relative: 1e-6, absolute: 1e-6 };

/** What a file says of a batch. */
function predictedBy(bytes: Uint8Array, inputs: Tensor, backend: Backend, dtype: DType): ArrayLike<number> {
  const imported = importOnnx(bytes, { samples: inputs.shape[0], dtype });
  verify(imported.graph);
  const [output] = imported.outputs;
  const executable = backend.compile({ graph: imported.graph, outputs: [output.node], updates: [] });
  for (const [node, values] of imported.initial) executable.write(node, values);
  executable.write(imported.inputs[0].node, inputs.values);
  executable.evaluate();
  return executable.read(output.node);
}

describe("what is exported and imported again says the same", () => {
  const wasm = wasmBackend();

  test.each(Object.entries(layerNetworks))("%s", (_name, network) => {
    const model: ModelSpec = { network, loss: "squared-error" };
    const session = drawnSession(model, 3);
    const inputs = drawnInputs(network, 3, 4);
    const expected = predictionsOf(session, inputs);
    const bytes = modelToOnnx(model, valued(session));
    expectAllClose(predictedBy(bytes, inputs, referenceBackend, "f64"), expected, CLOSE, "f64");
    expectAllClose(
      predictedBy(bytes, inputs, wasm, "f32"),
      expected,
      { relative: 1e-5, absolute: 1e-6 },
      "f32",
    );
  });

  test("random networks", () => {
    const property = fc.property(randomCase, ({ model, batch, seed }) => {
      const session = drawnSession(model, seed);
      const expected = predictionsOf(session, batch.inputs);
      const bytes = modelToOnnx(model, valued(session), { dtype: "f64" });
      expectAllClose(
        predictedBy(bytes, batch.inputs, referenceBackend, "f64"),
        expected,
        { relative: 1e-12, absolute: 1e-14 },
        "out",
      );
    });
    fc.assert(property, { numRuns: 60, seed: 7 });
  });

  test("the draws reach every activation", () => {
    const used = fc.sample(randomCase, { numRuns: 60, seed: 7 }).flatMap(({ model }) => model.network.layers);
    const names = used.map((layer) => ("activation" in layer ? layer.activation : "linear"));
    expect(names).toEqual(expect.arrayContaining([...activationNames]));
  });
});

test("metadata comes back", () => {
  const model: ModelSpec = { network: { inputs: 2, layers: [{ dense: 2 }] }, loss: "softmax-cross-entropy" };
  const classes = ["setosa", 'versi"color', "__proto__"];
  const bytes = modelToOnnx(model, valued(drawnSession(model, 1)), { classes, metadata: { seed: "1" } });
  const { metadata, producer, inputs, outputs } = importOnnx(bytes);
  expect(JSON.parse(metadata.get("classes") ?? "")).toEqual(classes);
  expect(metadata.get("seed")).toBe("1");
  expect(producer.name).toBe("backstep");
  expect([inputs[0].name, outputs[0].name]).toEqual(["input", "output"]);
});

test("numbers that do not fit are refused", () => {
  const model: ModelSpec = { network: { inputs: 2, layers: [{ dense: 2 }] }, loss: "squared-error" };
  const [weight, bias] = valued(drawnSession(model, 1));
  expect(() => modelToOnnx(model, [{ ...weight, values: [1] }, bias])).toThrow(
    "layers.1.weight: expected numbers for [2, 2], found 1",
  );
});

test("an imported graph is differentiated and explained as our own are", () => {
  const model: ModelSpec = {
    network: { inputs: 2, layers: [{ dense: 2, activation: "sigmoid" }, { dense: 1 }] },
    loss: "squared-error",
  };
  const bytes = modelToOnnx(model, valued(drawnSession(model, 2)), { dtype: "f64" });
  const { graph, inputs, outputs, initial } = importOnnx(bytes);
  const [x] = inputs;
  const total = opsFor(graph).sum(outputs[0].node, [0, 1]);
  const weights = [...initial.keys()].filter(({ shape }) => shape.length === 2);
  const gradients = backward(graph, total, weights);
  const read = execute(graph, new Map([...initial, [x.node, Float64Array.of(0.05, 0.1)]]));
  const executed = {
    graph,
    backward: gradients,
    parameters: [],
    value: (node: (typeof weights)[number], at: readonly number[]) =>
      read(node)[at.reduce((sum, i, axis) => sum * node.shape[axis] + i, 0)],
  };
  expect(graph.find("layers.1.weight[2,1]")).toBeDefined();
  const found = graph.find("layers.1.weight[2,1]")!;
  const adjoint = gradients.adjoint.get(found.node.id)!;
  const derivation = deriverOf(executed).gradient(found.node, found.at, "paths");
  expectAllClose([reevaluate(derivation)], [executed.value(adjoint, found.at)], { relative: 1e-12 }, "∂/∂w");
});
