import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { loadModel } from "../../src/model/load.ts";
import { modelToSafetensors } from "../../src/model/model-file.ts";
import { modelToJson } from "../../src/model/model-json.ts";
import { trainedModelToOnnx } from "../../src/model/onnx-model.ts";
import { Predictor } from "../../src/model/predictor.ts";
import type { LayerName } from "../../src/nn/layers/index.ts";
import { InputError } from "../../src/tensor/error.ts";
import { randomModel } from "../support/random-model.ts";

const kinds: readonly LayerName[] = ["dense", "conv2d", "lstm", "batchNorm", "embedding"];

const ways = {
  safetensors: modelToSafetensors,
  json: (model: Parameters<typeof modelToJson>[0]) => new TextEncoder().encode(modelToJson(model)),
  onnx: trainedModelToOnnx,
};

/** What is done to bytes: some are changed, taken out, or put in twice. */
const damage = fc.array(
  fc.record({
    kind: fc.constantFrom("set", "cut", "repeat", "swap"),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"{}[],:0-9e'))),
    length: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function damaged(
  bytes: Uint8Array,
  changes: typeof damage extends fc.Arbitrary<infer T> ? T : never,
): Uint8Array {
  let all = [...bytes];
  for (const { kind, place, value, length } of changes) {
    const at = Math.floor(place * all.length);
    if (kind === "set") all[at] = value;
    else if (kind === "cut") all = [...all.slice(0, at), ...all.slice(at + length)];
    else if (kind === "repeat") all = [...all.slice(0, at + length), ...all.slice(at)];
    else [all[at], all[at + 1]] = [all[at + 1] ?? 0, all[at] ?? 0];
  }
  return Uint8Array.from(all);
}

describe.each(Object.entries(ways))("a damaged model in %s", (name, write) => {
  test("is refused in one line, or is a model", () => {
    const originals = kinds.map((kind) => write(randomModel(kind, 1, "f32")));
    const property = fc.property(fc.nat(kinds.length - 1), damage, (which, changes) => {
      const bytes = damaged(originals[which], changes);
      try {
        const { predictable } = loadModel(bytes, `m.${name}`);
        // a model that was changed where nobody can see it predicts, or says what it does not take
        new Predictor(predictable, referenceBackend).outputsFor({
          shape: [1, predictable.inputs],
          values: new Float64Array(predictable.inputs),
        });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.message).not.toContain("\n");
      }
    });
    fc.assert(property, { numRuns: 250, seed: 4 });
  });
});
