import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { predictable } from "../../src/model/predictable.ts";
import { Predictor } from "../../src/model/predictor.ts";
import { modelToTypeScript } from "../../src/model/typescript/module.ts";
import { type LayerName, layerKinds } from "../../src/nn/layers/index.ts";
import { expectAllClose } from "../support/numbers.ts";
import { randomInputs, randomModel } from "../support/random-model.ts";
import { loadTypeScript } from "../support/run-typescript.ts";

const names = Object.keys(layerKinds) as LayerName[];

describe.each([
  ["f64", 1e-12],
  ["f32", 1e-6],
] as const)("the module of random networks says what the engine says, in %s", (dtype, tolerance) => {
  test.each(names)("%s", async (kind) => {
    for (let seed = 0; seed < 4; seed++) {
      const model = randomModel(kind, seed, dtype);
      const inputs = randomInputs(model, 3, seed);
      const wanted = new Predictor(predictable(model), referenceBackend).outputsFor(inputs);
      const { network } = await loadTypeScript(modelToTypeScript(model));
      const width = inputs.values.length / 3;
      const found = [0, 1, 2].flatMap((row) => [
        ...network(inputs.values.subarray(row * width, (row + 1) * width)),
      ]);
      const scale = Math.max(1, ...wanted.map(Math.abs));
      expect(found.length).toBe(wanted.length);
      expectAllClose(found, wanted, { absolute: tolerance * scale }, JSON.stringify(model.model.network));
    }
  });
});
