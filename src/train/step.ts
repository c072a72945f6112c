import { type Backward, backward } from "../autodiff/backward.ts";
import type { Update } from "../backends/backend.ts";
import type { Node } from "../graph/node.ts";
import { type BuiltModel, buildModel, type KnownModel } from "../nn/network.ts";
import { buildUpdates, type OptimizerSpec } from "../nn/optimizers.ts";
import type { Parameter } from "../nn/parameters.ts";
import type { Part } from "../nn/part.ts";
import type { DType } from "../tensor/tensor.ts";

/** One training step as a graph: forward, loss, backward, and the optimiser's updates. */
export interface TrainingStep extends BuiltModel {
  readonly backward: Backward;
  /** Of the parameters that are trained. */
  readonly gradients: readonly Node[];
  readonly updates: readonly Update[];
}

/** What is trained, and how; and what the names in it stand for. */
export interface Recipe extends KnownModel {
  readonly optimizer: OptimizerSpec;
}

/**
 * Builds the one graph of a batch, or of part of one, that training executes and explanations read. Its backward part reaches every parameter,
 * frozen ones too, the inputs and the targets; training executes only what the updates need of it.
 */
export function buildStep(
  recipe: Recipe,
  parameters: readonly Parameter[],
  samples: number | Part,
  dtype: DType,
): TrainingStep {
  const model = buildModel(recipe, parameters, samples, dtype);
  const walked = backward(model.graph, model.loss, [model.input, model.target, ...model.parameters]);
  const trained = model.parameters
    .filter((_, i) => parameters[i].trainable)
    .map((node) => ({ node, gradient: walked.adjoint.get(node.id) as Node }));
  const updates = buildUpdates(model.graph, recipe.optimizer, trained, recipe.kinds);
  return {
    ...model,
    backward: walked,
    gradients: trained.map(({ gradient }) => gradient),
    updates: [...model.updates, ...updates],
  };
}
