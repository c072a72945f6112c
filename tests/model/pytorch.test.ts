import { expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { modelWithWeights } from "../../src/model/model-file.ts";
import { predictable } from "../../src/model/predictable.ts";
import { Predictor } from "../../src/model/predictor.ts";
import { modulePlaces } from "../../src/model/pytorch/places.ts";
import { type LayerName, layerKinds } from "../../src/nn/layers/index.ts";
import type { NetworkSpec } from "../../src/nn/spec.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { expectAllClose } from "../support/numbers.ts";
import { hasPytorch, PYTORCH, pytorchOutputs, writtenByPytorch } from "../support/pytorch.ts";
import { randomInputs, randomModel } from "../support/random-model.ts";

/** Those that PyTorch has no module for. */
const without: readonly LayerName[] = ["add", "concat", "positions"];

test.skipIf(!hasPytorch)(`PyTorch reads the safetensors of every kind of layer${PYTORCH}`, () => {
  const kinds = (Object.keys(layerKinds) as LayerName[]).filter((kind) => !without.includes(kind));
  const cases = kinds.flatMap((kind) => {
    const found: { kind: LayerName; model: ReturnType<typeof randomModel> }[] = [];
    for (let seed = 0; found.length < 4; seed++) {
      const model = randomModel(kind, seed, "f64");
      const modules = modulePlaces(model.model.network).flatMap((place) => place.modules);
      if (!modules.includes(undefined)) found.push({ kind, model });
    }
    return found.map((one, seed) => ({ ...one, inputs: randomInputs(one.model, 3, seed) }));
  });
  const found = pytorchOutputs(cases);
  for (const [i, { model, inputs }] of cases.entries()) {
    const wanted = new Predictor(predictable(model), referenceBackend).outputsFor(inputs);
    const scale = Math.max(1, ...wanted.map(Math.abs));
    expect(found[i].length).toBe(wanted.length);
    expectAllClose(found[i], wanted, { absolute: 1e-10 * scale }, JSON.stringify(model.model.network));
  }
});

test.skipIf(!hasPytorch)(`a state dict that PyTorch wrote is read into a network${PYTORCH}`, () => {
  const { bytes, inputs, outputs } = writtenByPytorch();
  const network: NetworkSpec = {
    inputs: [1, 6, 6],
    layers: [
      { conv2d: 4, kernel: 3, padding: 1 },
      { batchNorm: true },
      { activate: "relu" },
      { flatten: true },
      { reshape: [24, 6] },
      { gru: 5 },
      { dense: 3 },
    ],
  };
  const { model, mapped } = modelWithWeights(
    { model: { network, loss: "squared-error" } },
    bytes,
    "net.safetensors",
  );
  // its modules are called head, norm, recurrent, stem: their shapes tell them apart
  expect(mapped.map(({ ours, theirs }) => `${ours} ${theirs}`)).toEqual([
    "layers.1.weight stem.weight",
    "layers.1.bias stem.bias",
    "layers.2.scale norm.weight",
    "layers.2.shift norm.bias",
    "layers.2.runningMean norm.running_mean",
    "layers.2.runningVariance norm.running_var",
    "layers.6.inputWeight recurrent.weight_ih_l0",
    "layers.6.hiddenWeight recurrent.weight_hh_l0",
    "layers.6.inputBias recurrent.bias_ih_l0",
    "layers.6.hiddenBias recurrent.bias_hh_l0",
    "layers.7.weight head.weight",
    "layers.7.bias head.bias",
  ]);
  const said = new Predictor(predictable(model), referenceBackend).outputsFor(tensor([3, 36], inputs));
  expectAllClose(said, outputs, { absolute: 1e-6 }, "outputs");
});

test("networks that PyTorch has no Sequential for say which module is missing", () => {
  for (const kind of without) {
    const { network } = randomModel(kind, 1, "f32").model;
    expect(modulePlaces(network).flatMap((place) => place.modules)).toContain(undefined);
  }
});
