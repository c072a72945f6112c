import type { Samples } from "../../nn/samples.ts";
import { takeRows } from "../rows.ts";
import type { Session } from "../session.ts";
import type { Check } from "./check.ts";
import { mean } from "./history.ts";

/** Means over so many epochs are compared. */
const EPOCHS = 3;
/** Since the best epoch: fewer are luck. */
const WAITED = 5;
const WAITED_PART = 0.2;
/** By this part of what was won, or of the lowest loss where that is more. */
const RISE = 0.2;
/** By this part the training loss must be lower than it was in the best epoch. */
const FALL = 0.1;
/** The samples among which the worst is looked for. */
const ASKED = 64;

/** The validation loss rises while the training loss falls. Measured: the validation loss over its lowest. */
export const overFitting: Check = {
  kind: "over-fitting",
  on: "history",
  find({ history: { epochs }, validation, session }) {
    if (!validation || epochs.length < WAITED + EPOCHS) return [];
    const measured = epochs.map(({ validation = Number.NaN }) => validation);
    const lowest = Math.min(...measured);
    const best = measured.indexOf(lowest);
    const waited = measured.length - 1 - best;
    if (waited < Math.max(WAITED, WAITED_PART * measured.length)) return [];
    const recent = mean(measured.slice(-EPOCHS));
    const losses = epochs.map(({ loss }) => loss);
    const isTrainingLower = losses[best] - mean(losses.slice(-EPOCHS)) > FALL * Math.abs(losses[best]);
    const bound = lowest + RISE * Math.max(measured[0] - lowest, Math.abs(lowest));
    if (!isTrainingLower || !(recent > bound)) return [];
    return [
      {
        about: [`${best + 1}`],
        measured: recent / lowest,
        threshold: bound / lowest,
        advice: ["early-stopping", "regularize", "more-data"],
        shownBy: { of: ["E*"], rows: [worstOf(session, validation)], part: "validation" },
      },
    ];
  },
};

function worstOf(session: Session, samples: Samples): number {
  const rows = Math.min(ASKED, samples.inputs.shape[0]);
  const losses = Array.from({ length: rows }, (_, row) => session.measure(takeRows(samples, [row])).loss);
  return losses.indexOf(Math.max(...losses));
}
