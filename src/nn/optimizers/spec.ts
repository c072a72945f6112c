import type { ScheduleSpec } from "../schedules.ts";
import type { AdadeltaSpec } from "./adadelta.ts";
import type { AdagradSpec } from "./adagrad.ts";
import type { AdamSpec, AdamWSpec } from "./adam.ts";
import type { AdamaxSpec } from "./adamax.ts";
import type { ClipSpec } from "./clipping.ts";
import type { LionSpec } from "./lion.ts";
import type { MomentumSpec } from "./momentum.ts";
import type { NadamSpec } from "./nadam.ts";
import type { RmspropSpec } from "./rmsprop.ts";
import type { Rule } from "./rule.ts";
import type { SgdSpec } from "./sgd.ts";

/** Rules and defaults are those of PyTorch's optimisers of these names; lion's those of its authors. */
type RuleSpec =
  | SgdSpec
  | MomentumSpec<"momentum">
  | MomentumSpec<"nesterov">
  | AdamSpec
  | AdamWSpec
  | AdamaxSpec
  | NadamSpec
  | AdadeltaSpec
  | AdagradSpec
  | RmspropSpec
  | LionSpec;

export type OptimizerSpec = RuleSpec & {
  /** What the optimiser keeps at the start, by name: `v_w5`, `m_w5`, `steps`; 0 of what is not named. */
  readonly state?: Readonly<Record<string, number>>;
  /** What becomes of the learning rate. Default: it stays. */
  readonly schedule?: ScheduleSpec;
  /** How gradients are kept from being too large. Default: they are not. */
  readonly clip?: ClipSpec;
  /** Of how many batches the mean gradient is taken before the parameters are updated. Default: 1. */
  readonly accumulate?: number;
};

export type OptimizerName = OptimizerSpec["name"];

/** An optimiser whose schedule counts updates where it counted epochs, of so many samples in such batches. */
export function inSteps(spec: OptimizerSpec, samples: number, batchSize: number): OptimizerSpec {
  const { schedule, accumulate = 1 } = spec;
  if (schedule?.per !== "epoch") return spec;
  const updates = Math.max(1, Math.round(Math.ceil(samples / batchSize) / accumulate));
  return { ...spec, schedule: { ...schedule, per: updates } };
}

/** How the updates of each optimiser are calculated. */
export type OptimizerRules = {
  readonly [N in OptimizerName]: Rule<Extract<RuleSpec, { name: N }>>;
};
