import type { Check } from "./check.ts";
import { courseOf } from "./history.ts";
import { lastWithWeights, movedFurthest } from "./weights.ts";

/** Higher than at the start by half: no batch is that unlucky, and warm-up and momentum rise by less. */
const RISE = 0.5;
const FEWEST = 4;

/** The loss is higher than at the start. Measured: the last loss over the first. */
export const lossRising: Check = {
  kind: "loss-rising",
  on: "history",
  find({ history, look }) {
    const { losses } = history;
    if (losses.length < FEWEST) return [];
    const { first, lowest } = courseOf(history);
    const bound = first + RISE * Math.max(Math.abs(first), first - lowest);
    const recent = Math.min(...losses.slice(-2));
    if (!(recent > bound)) return [];
    return [
      {
        about: [],
        measured: recent / first,
        threshold: bound / first,
        advice: ["lower-rate", "clip-gradients", "scale-inputs"],
        ...movedFurthest(look, lastWithWeights(look)),
      },
    ];
  },
};
