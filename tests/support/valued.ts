import { referenceBackend } from "../../src/backends/reference/reference.ts";
import type { ValuedParameter } from "../../src/formats/onnx/export/export.ts";
import { createSession } from "../../src/index.ts";
import { everyKind } from "../../src/nn/every-kind.ts";
import { inputShape, outputsOf } from "../../src/nn/shapes.ts";
import type { ModelSpec, NetworkSpec } from "../../src/nn/spec.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { sizeOf } from "../../src/tensor/shape.ts";
import { type DType, type Tensor, tensor } from "../../src/tensor/tensor.ts";
import type { Session } from "../../src/train/session.ts";

/** A network whose numbers are all drawn, statistics and scales as well, none of them near 0. */
export function drawnSession(model: ModelSpec, seed: number, dtype: DType = "f64"): Session {
  const optimizer = { name: "sgd", learningRate: 0.1 } as const;
  const session = createSession({ model, optimizer, backend: referenceBackend, seed, dtype });
  for (const [i, parameter] of session.parameters.entries()) {
    const random = randomStream(seed, 77, i);
    const isVariance = parameter.path.endsWith("variance");
    const values = session.read(parameter).map((value) => {
      const drawn = value === 0 ? 0.4 * random.normal() : value * (1 + 0.2 * random.normal());
      return isVariance ? Math.abs(drawn) + 0.1 : drawn;
    });
    session.write(parameter, values.map(Math.fround));
  }
  return session;
}

export function valued(session: Session): ValuedParameter[] {
  return session.parameters.map((parameter) => ({ ...parameter, values: session.read(parameter) }));
}

/** So many samples of what the network takes: whole numbers where an embedding takes them. */
export function drawnInputs(network: NetworkSpec, samples: number, seed: number): Tensor {
  const random = randomStream(seed, 78);
  const [first] = network.layers;
  const classes = "embedding" in first ? (first.classes as number) : 0;
  const shape = [samples, ...inputShape(network)];
  const draw = () => Math.fround(classes > 0 ? random.integer(classes) : random.normal());
  return tensor(shape, Array.from({ length: sizeOf(shape) }, draw));
}

export function predictionsOf(session: Session, inputs: Tensor): Float64Array {
  const [samples] = inputs.shape;
  const outputs = outputsOf(session.options.model.network, everyKind);
  const targets = tensor([samples, outputs], new Array(samples * outputs).fill(0.5));
  return session.measure({ inputs, targets }).predictions;
}
