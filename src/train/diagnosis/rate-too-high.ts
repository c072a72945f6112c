import type { Check } from "./check.ts";
import { courseOf } from "./history.ts";
import { lastWithWeights, medianUpdate, movedFurthest } from "./weights.ts";

/** About a thousandth is usual; a step of a third of the weights forgets what they were. */
const LARGE = 0.3;
/** The first steps of adaptive optimisers are large. */
const FIRST_STEPS = 10;
/** Large steps that work are no fault: the loss must be what it was, but for a tenth. */
const FALL = 0.1;

/** Steps are as large as the weights. Measured: |Δw| / |w| of the middle layer. */
export const rateTooHigh: Check = {
  kind: "rate-too-high",
  on: "step",
  find({ look, history }) {
    if (look.step < FIRST_STEPS || history.losses.length === 0) return [];
    const { first, last } = courseOf(history);
    if (first - last > FALL * Math.abs(first)) return [];
    const update = medianUpdate(look);
    if (update === undefined || update < LARGE) return [];
    return [
      {
        about: [],
        measured: update,
        threshold: LARGE,
        advice: ["lower-rate", "scale-inputs", "clip-gradients"],
        ...movedFurthest(look, lastWithWeights(look)),
      },
    ];
  },
};
