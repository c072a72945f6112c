import type { Executed } from "../../src/autodiff/executed.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import type { Node } from "../../src/graph/node.ts";
import { createSession } from "../../src/index.ts";
import type { LossSpec } from "../../src/nn/losses.ts";
import type { OptimizerSpec } from "../../src/nn/optimizers.ts";
import type { Parameter } from "../../src/nn/parameters.ts";
import type { Samples } from "../../src/nn/samples.ts";
import type { ModelSpec } from "../../src/nn/spec.ts";
import { fromNested, type Nested } from "../../src/tensor/tensor.ts";
import type { Session } from "../../src/train/session.ts";
import { numbersOf } from "./execute.ts";
import type { LayerNumbers, Matrix } from "./fixtures.ts";
import { expectAllClose, flat, type Tolerance } from "./numbers.ts";

export function sessionOf(
  model: ModelSpec,
  optimizer: OptimizerSpec = { name: "sgd", learningRate: 1 },
): Session {
  return createSession({ model, optimizer, backend: referenceBackend });
}

export function samplesOf(data: { readonly inputs: Nested; readonly targets: Nested }): Samples {
  return { inputs: fromNested(data.inputs), targets: fromNested(data.targets) };
}

/** A loss executed on outputs as they are given, by a layer that passes its inputs on. */
export function lookAtLoss(
  loss: LossSpec,
  data: { readonly inputs: Matrix; readonly targets: Matrix },
): Executed {
  const [{ length: size }] = data.inputs;
  const weights = data.inputs[0].map((_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
  const layers = [{ dense: size, weights, bias: false }] as const;
  return sessionOf({ network: { inputs: size, layers }, loss }).look(samplesOf(data));
}

/** What the fixture says of one parameter; a frozen bias is null there. */
export function wantedOf({ layer, kind }: Parameter, layers: readonly LayerNumbers[]): number[] | undefined {
  const wanted = kind === "weight" ? layers[layer].weights : layers[layer].bias;
  return wanted === null ? undefined : flat(wanted);
}

export function expectGradients(
  session: Session,
  executed: Executed,
  layers: readonly LayerNumbers[],
  tolerance: Tolerance,
): void {
  for (const [i, { node }] of executed.parameters.entries()) {
    const parameter = session.parameters[i];
    const wanted = wantedOf(parameter, layers);
    const found = numbersOf(executed, executed.backward.adjoint.get(node.id) as Node);
    if (wanted) expectAllClose(found, wanted, tolerance, `gradient of ${parameter.path}`);
  }
}
