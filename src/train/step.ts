import { type Backward, backward } from "../autodiff/backward.ts";
import type { Update } from "../backends/backend.ts";
import type { Node } from "../graph/node.ts";
import { type BuiltModel, buildModel, type Parameter } from "../nn/network.ts";
import { buildUpdates, type OptimizerSpec } from "../nn/optimizers.ts";
import type { ModelSpec } from "../nn/spec.ts";
import type { DType } from "../tensor/tensor.ts";

/** One training step as a graph: forward, loss, backward, and the optimiser's updates. */
export interface TrainingStep extends BuiltModel {
  readonly backward: Backward;
  readonly updates: readonly Update[];
}

/**
 * Builds the one graph that training executes and explanations read. Its backward part reaches every parameter,
 * frozen ones too, the inputs and the targets; training executes only what the updates need of it.
 */
export function buildStep(
  spec: ModelSpec,
  optimizer: OptimizerSpec,
  parameters: readonly Parameter[],
  samples: number,
  dtype: DType,
): TrainingStep {
  const model = buildModel(spec, parameters, samples, dtype);
  const gradients = backward(model.graph, model.loss, [model.input, model.target, ...model.parameters]);
  const trained = model.parameters.filter((_, i) => parameters[i].trainable);
  const updates = buildUpdates(
    model.graph,
    optimizer,
    trained.map((node) => ({ node, gradient: gradients.adjoint.get(node.id) as Node })),
  );
  return { ...model, backward: gradients, updates: [...model.updates, ...updates] };
}
