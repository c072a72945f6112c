import type { Check } from "./check.ts";
import { courseOf } from "./history.ts";
import { lastWithWeights, movedFurthest } from "./weights.ts";

/** Less than this part of the first loss is nothing. */
const FALL = 0.01;
/** Plateaus at the start are common, of sigmoids above all; half of the training is too long for one. */
const PART = 0.5;
const FEWEST_STEPS = 50;
const FEWEST = 3;
/** There is nothing left to fall from. */
const LOW = 1e-6;

/** The loss is what it was at the start. Measured: the part of the first loss by which it has fallen. */
export const lossNotFalling: Check = {
  kind: "loss-not-falling",
  on: "history",
  find({ history, look, planned }) {
    const { losses, steps } = history;
    if (losses.length < FEWEST || steps < Math.max(FEWEST_STEPS, PART * planned)) return [];
    const { first, last, lowest } = courseOf(history);
    const size = Math.abs(first);
    const hasMoved = first - lowest > FALL * size || last - first > FALL * size;
    if (size < LOW || hasMoved) return [];
    return [
      {
        about: [],
        measured: (first - lowest) / size,
        threshold: FALL,
        advice: ["check-targets", "raise-rate", "scale-inputs", "more-units"],
        ...movedFurthest(look, lastWithWeights(look)),
      },
    ];
  },
};
