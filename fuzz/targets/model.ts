import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { createSession } from "../../src/index.ts";
import { loadModel } from "../../src/model/load.ts";
import { modelToSafetensors } from "../../src/model/model-file.ts";
import { modelToJson } from "../../src/model/model-json.ts";
import { type TrainedModel, trainedModel } from "../../src/model/trained-model.ts";
import type { LayerSpec } from "../../src/nn/layers/index.ts";
import type { Target } from "../target.ts";
import { target as safetensors } from "./safetensors.ts";

/** Layers whose numbers are kept in different ways, on two inputs. */
const networks: readonly (readonly LayerSpec[])[] = [
  [{ dense: 2, activation: "tanh" }, { batchNorm: true }, { dense: 3 }],
  [{ reshape: [2, 1] }, { lstm: 2 }, { dense: 1 }],
];

function modelOf(layers: readonly LayerSpec[]): TrainedModel {
  const session = createSession({
    model: { network: { inputs: 2, layers }, loss: "half-squared-error" },
    optimizer: { name: "sgd", learningRate: 0.1 },
    backend: referenceBackend,
    dtype: "f32",
  });
  return trainedModel(session, { title: "a model" });
}

export const target: Target = {
  seeds: () => networks.map(modelOf).flatMap((model) => [modelToSafetensors(model), modelToJson(model)]),
  read: (input) => loadModel(input, "m"),
  words: [
    ...(safetensors.words ?? []),
    '"layers"',
    '{"dense":2}',
    '{"conv2d":1,"kernel":2}',
    '"inputs":[1,2,2]',
    '"activation":"softmax"',
    '\\"encoding\\"',
    "999999999",
  ],
  // only of the one format; the other begins with a bracket
  mend: (input) => (input[0] === 0x7b ? input : (safetensors.mend?.(input) ?? input)),
};
