import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam, adamw } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { lion } from "./lion.ts";
import { momentumRule } from "./momentum.ts";
import { nadam } from "./nadam.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";
import type { OptimizerRules } from "./spec.ts";

/** The rule of every optimiser. */
export const optimizerRules: OptimizerRules = {
  sgd,
  momentum: momentumRule,
  nesterov: momentumRule,
  adam,
  adamw,
  adamax,
  nadam,
  adadelta,
  adagrad,
  rmsprop,
  lion,
};
