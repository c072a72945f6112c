import type { Check } from "./check.ts";
import { courseOf } from "./history.ts";
import { lastWithWeights, movedFurthest } from "./weights.ts";

/** Over so many losses at least. */
const FEWEST = 12;
const RECENT = 40;
/** So often it has to turn: of luck alone half of all differences are rises, of a loss that is falling few are. */
const TURNS = 0.4;
/** A rise of a tenth of all that was won, time after time, is no luck of the batches. */
const SIZE = 0.1;

/** The loss goes up and down. Measured: the mean rise, as a part of all that the loss has fallen. */
export const lossOscillating: Check = {
  kind: "loss-oscillating",
  on: "history",
  find({ history, look }) {
    if (history.losses.length < FEWEST) return [];
    const { first, lowest } = courseOf(history);
    const recent = history.losses.slice(-RECENT);
    const moves = recent.slice(1).map((loss, i) => loss - recent[i]);
    const turns = moves.slice(1).filter((move, i) => Math.sign(move) !== Math.sign(moves[i])).length;
    const rises = moves.filter((move) => move > 0);
    const rise = rises.reduce((sum, move) => sum + move, 0) / moves.length;
    const won = Math.max(first - lowest, SIZE * Math.abs(first));
    if (turns < TURNS * (moves.length - 1) || !(rise > SIZE * won)) return [];
    return [
      {
        about: [],
        measured: rise / won,
        threshold: SIZE,
        advice: ["lower-rate", "other-optimizer", "scale-inputs"],
        ...movedFurthest(look, lastWithWeights(look)),
      },
    ];
  },
};
