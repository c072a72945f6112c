import type { Check } from "./check.ts";
import { classesUnbalanced } from "./classes-unbalanced.ts";
import { constantFeature } from "./constant-feature.ts";
import { deadUnits } from "./dead-units.ts";
import { gradientsExploding, gradientsVanishing } from "./gradients.ts";
import { lossNotFalling } from "./loss-not-falling.ts";
import { lossOscillating } from "./loss-oscillating.ts";
import { lossRising } from "./loss-rising.ts";
import { overFitting } from "./over-fitting.ts";
import { rateTooHigh } from "./rate-too-high.ts";
import { rateTooLow } from "./rate-too-low.ts";
import { saturatedUnits } from "./saturated-units.ts";
import { targetsOutOfReach } from "./targets-out-of-reach.ts";
import { unscaledFeatures } from "./unscaled-features.ts";

/** Everything that is looked for, causes before what they lead to. */
export const checks: readonly Check[] = [
  constantFeature,
  unscaledFeatures,
  targetsOutOfReach,
  classesUnbalanced,
  rateTooHigh,
  rateTooLow,
  gradientsVanishing,
  gradientsExploding,
  deadUnits,
  saturatedUnits,
  lossRising,
  lossOscillating,
  lossNotFalling,
  overFitting,
];
