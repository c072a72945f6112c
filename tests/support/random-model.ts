import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { createSession } from "../../src/index.ts";
import { type TrainedModel, trainedModel } from "../../src/model/trained-model.ts";
import type { LayerName } from "../../src/nn/layers/index.ts";
import { inputShape } from "../../src/nn/shapes.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { sizeOf } from "../../src/tensor/shape.ts";
import { type DType, type Tensor, tensor } from "../../src/tensor/tensor.ts";

import { randomNetwork } from "./random-layers.ts";

/** A model with a layer of each kind, whose numbers are all drawn: those that begin as 0 or 1 too. */
export function randomModel(kind: LayerName, seed: number, dtype: DType): TrainedModel {
  const network = randomNetwork(kind, seed);
  const session = createSession({
    model: { network, loss: "half-squared-error" },
    optimizer: { name: "sgd", learningRate: 1 },
    backend: referenceBackend,
    seed,
    dtype,
  });
  const random = randomStream(seed, 78);
  for (const parameter of session.parameters) {
    const { path, initial } = parameter;
    if (/position|key|step$/.test(path)) continue;
    const draw = path.endsWith("Variance") ? () => 0.5 + random.uniform() : () => 0.7 * random.normal();
    session.write(parameter, Array.from({ length: initial.values.length }, draw));
  }
  return trainedModel(session, { title: `${kind} ${seed}` });
}

/** Samples that a network takes. */
export function randomInputs({ model: { network } }: TrainedModel, count: number, seed: number): Tensor {
  const random = randomStream(seed, 79);
  const [first] = network.layers;
  const draw = "embedding" in first ? () => random.integer(first.classes) : () => random.normal();
  const size = sizeOf(inputShape(network));
  return tensor([count, size], Array.from({ length: count * size }, draw));
}
