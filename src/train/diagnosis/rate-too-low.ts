import type { Check } from "./check.ts";
import { courseOf } from "./history.ts";
import { lastWithWeights, medianUpdate, movedFurthest } from "./weights.ts";

/** About 1e-3 is usual. A tenth of that can still do, if there are steps enough. */
const SMALL = 1e-4;
/** Below this no number of steps is enough. */
const HOPELESS = 1e-7;
/** All steps together, were they all in one direction, would move the weights by so little a part of them. */
const MOVED_IN_ALL = 0.05;
const FIRST_STEPS = 10;
/** Where the loss has fallen by this part, small steps may just be those of the end. */
const FALL = 0.05;

/** Steps are far too small. Measured: |Δw| / |w| of the middle layer. */
export const rateTooLow: Check = {
  kind: "rate-too-low",
  on: "step",
  find({ look, history, planned }) {
    if (look.step < FIRST_STEPS || history.losses.length === 0) return [];
    const { first, lowest } = courseOf(history);
    if (first - lowest > FALL * Math.abs(first)) return [];
    const update = medianUpdate(look);
    const bound = Math.max(HOPELESS, Math.min(SMALL, MOVED_IN_ALL / planned));
    // where gradients are added up first, most steps move nothing
    if (update === undefined || update === 0 || update > bound) return [];
    return [
      {
        about: [],
        measured: update,
        threshold: bound,
        advice: ["raise-rate", "other-optimizer", "scale-inputs"],
        ...movedFurthest(look, lastWithWeights(look)),
      },
    ];
  },
};
