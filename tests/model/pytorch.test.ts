import { expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { predictable } from "../../src/model/predictable.ts";
import { Predictor } from "../../src/model/predictor.ts";
import { modulePlaces } from "../../src/model/pytorch/places.ts";
import { type LayerName, layerKinds } from "../../src/nn/layers/index.ts";
import { expectAllClose } from "../support/numbers.ts";
import { hasPytorch, PYTORCH, pytorchOutputs } from "../support/pytorch.ts";
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

test("networks that PyTorch has no Sequential for say which module is missing", () => {
  for (const kind of without) {
    const { network } = randomModel(kind, 1, "f32").model;
    expect(modulePlaces(network).flatMap((place) => place.modules)).toContain(undefined);
  }
});
