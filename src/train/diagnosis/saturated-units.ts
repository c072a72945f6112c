import type { Check } from "./check.ts";
import { NAMED } from "./finding.ts";
import { courseOf } from "./history.ts";
import { confirmed, shownByUnit, unitsOf, unitsWhere } from "./units.ts";

/** Below this part of the steepest slope nothing worth speaking of passes. */
const FLAT = 0.01;
/** One in four; single units that settle are part of many good solutions. */
const SHARE = 0.25;
/** Where the loss has fallen below this part of the first, they have settled where they should. */
const LOSS_LEFT = 0.3;

/** The slope over the steepest, from what the function put out. */
const slopes: Readonly<Record<string, (out: number) => number>> = {
  sigmoid: (out) => 4 * out * (1 - out),
  tanh: (out) => 1 - out * out,
};

/**
 * Hidden units of sigmoid or tanh are on their flat ends for every sample, while the loss is still high. Measured:
 * their share.
 */
export const saturatedUnits: Check = {
  kind: "saturated-units",
  on: "step",
  find({ look, history }) {
    if (history.losses.length > 0) {
      const { first, last } = courseOf(history);
      if (last < LOSS_LEFT * first) return [];
    }
    return look.layers.slice(0, -1).flatMap((layer) => {
      const { out, name } = layer;
      const slope = out && slopes[out.op.name];
      if (!slope) return [];
      const isFlat = (value: number) => slope(value) < FLAT;
      const units = unitsOf(look, layer, out);
      const suspects = unitsWhere(units, look.read(out), isFlat);
      if (suspects.size < SHARE * units.count) return [];
      const found = confirmed(look, layer, units, suspects, isFlat);
      if (found.length < SHARE * units.count) return [];
      return [
        {
          layer: name,
          by: out.op.name,
          about: found.slice(0, NAMED).map(units.nameOf),
          count: found.length,
          among: units.count,
          measured: found.length / units.count,
          threshold: SHARE,
          advice: ["scale-inputs", "initializer", "lower-rate", "relu"],
          shownBy: { of: shownByUnit(look, layer, out, found[0]), rows: [look.telling.row] },
        },
      ];
    });
  },
};
