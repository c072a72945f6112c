import type { Check } from "./check.ts";
import { featuresOf, isConstant, TABLE, weightOfFeature } from "./features.ts";
import { NAMED } from "./finding.ts";

/** Of fewer samples a column may well be the same by chance. */
const FEWEST_SAMPLES = 8;
/** Of many features a part says nothing, as the border of pictures does. */
const SHARE = 1 / 3;

/** A feature is the same in every sample. Measured: its value. */
export const constantFeature: Check = {
  kind: "constant-feature",
  on: "data",
  find({ samples, look }) {
    const features = featuresOf(samples);
    if (!features || samples.inputs.shape[0] < FEWEST_SAMPLES) return [];
    const fewest = features.length < TABLE ? 1 : SHARE * features.length;
    const suspects = [...features.entries()].filter(([, { min, max }]) => min === max);
    if (suspects.length < fewest) return [];
    const found = suspects.filter(([j]) => isConstant(samples, j));
    if (found.length < fewest) return [];
    const [[first, { min }]] = found;
    const weight = weightOfFeature(look, first);
    return [
      {
        about: found.slice(0, NAMED).map(([, { name }]) => name),
        count: found.length,
        among: features.length,
        measured: min,
        threshold: 0,
        advice: ["drop-feature", "check-data"],
        ...(weight !== undefined && { shownBy: { of: [weight], rows: [look.telling.row] } }),
      },
    ];
  },
};
