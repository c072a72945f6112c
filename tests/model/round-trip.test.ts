import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { modelFromSafetensors, modelToSafetensors } from "../../src/model/model-file.ts";
import { modelFromJson, modelToJson } from "../../src/model/model-json.ts";
import { predictable } from "../../src/model/predictable.ts";
import { Predictor } from "../../src/model/predictor.ts";
import type { TrainedModel } from "../../src/model/trained-model.ts";
import { type LayerName, layerKinds } from "../../src/nn/layers/index.ts";
import { randomInputs, randomModel } from "../support/random-model.ts";

const ways: Readonly<Record<string, (model: TrainedModel) => TrainedModel>> = {
  safetensors: (model) => modelFromSafetensors(modelToSafetensors(model), "m"),
  JSON: (model) => modelFromJson(modelToJson(model), "m"),
};

const cases = fc.record({
  kind: fc.constantFrom(...(Object.keys(layerKinds) as LayerName[])),
  seed: fc.nat(10_000),
  dtype: fc.constantFrom("f32" as const, "f64" as const),
});

describe.each(Object.entries(ways))("a model that went through %s", (_, way) => {
  test("predicts the same bits, and writes the same bytes", () => {
    const property = fc.property(cases, ({ kind, seed, dtype }) => {
      const model = randomModel(kind, seed, dtype);
      const again = way(model);
      const inputs = randomInputs(model, 2, seed);
      const said = (one: TrainedModel) =>
        new Predictor(predictable(one), referenceBackend).outputsFor(inputs);
      expect(said(again)).toEqual(said(model));
      expect(modelToSafetensors(again)).toEqual(modelToSafetensors(model));
      expect(again.title).toBe(model.title);
    });
    fc.assert(property, { numRuns: 60, seed: 1 });
  });
});
