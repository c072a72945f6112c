import { InputError } from "../tensor/error.ts";
import type { Activation, ActivationName } from "./activations.ts";
import type { LayerKind } from "./layers/kind.ts";
import type { LayerName, LayerSpec, LayerSpecs } from "./layers/specs.ts";
import type { Loss } from "./losses/loss.ts";
import { type LossName, type LossSpec, lossSettings } from "./losses.ts";
import type { Rule } from "./optimizers/rule.ts";
import type { OptimizerName, OptimizerRules, OptimizerSpec } from "./optimizers/spec.ts";
import type { scheduleFactor } from "./schedules.ts";

/**
 * What the names in a model and its optimiser stand for. A name that is not in it cannot be used, and what it stands
 * for need not be loaded.
 */
export interface Kinds {
  readonly layers: { readonly [N in LayerName]?: LayerKind<LayerSpecs[N]> };
  /** Of the layers, and those that losses apply. Layers that are told no activation are `linear`. */
  readonly activations: { readonly [N in ActivationName]?: Activation };
  readonly losses: { readonly [N in LossName]?: Loss };
  readonly optimizers: Partial<OptimizerRules>;
  /** What optimisers' schedules are built by, all of them. */
  readonly schedules?: typeof scheduleFactor;
}

/** @throws InputError where the layer is of none of these kinds, and brings none of its own */
export function layerKindOf({ layers }: Pick<Kinds, "layers">, spec: LayerSpec): LayerKind<LayerSpec> {
  if ("custom" in spec) return spec.custom as LayerKind<unknown> as LayerKind<LayerSpec>;
  const names = Object.keys(layers) as LayerName[];
  const name = names.find((key) => key in spec);
  if (!name) throw new InputError(`expected a layer (${names.join(", ")}), found none of these`);
  return layers[name] as LayerKind<LayerSpec>;
}

/** @throws InputError where it is none of these */
export function activationOf({ activations }: Kinds, name: ActivationName): Activation {
  return named(activations, "an activation", name);
}

/** @throws InputError where it is none of these */
export function lossKindOf({ losses }: Kinds, spec: LossSpec): Loss {
  return named(losses, "a loss", lossSettings(spec).name);
}

/** @throws InputError where it is none of these */
export function ruleOf({ optimizers }: Kinds, name: OptimizerName): Rule<OptimizerSpec> {
  return named<unknown>(optimizers, "an optimizer", name) as Rule<OptimizerSpec>;
}

function named<Kind>(kinds: Readonly<Record<string, Kind | undefined>>, what: string, name: string): Kind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined) return kind;
  throw new InputError(`expected ${what} (${Object.keys(kinds).join(", ")}), found ${name}`);
}
