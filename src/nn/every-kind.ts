import { activations } from "./activations.ts";
import type { Kinds } from "./kinds.ts";
import { layerKinds } from "./layers/index.ts";
import { losses } from "./losses.ts";
import { optimizerRules } from "./optimizers/index.ts";
import { scheduleFactor } from "./schedules.ts";

/** All that there are. */
export const everyKind: Required<Kinds> = {
  layers: layerKinds,
  activations,
  losses,
  optimizers: optimizerRules,
  schedules: scheduleFactor,
};
