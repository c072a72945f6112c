import type { Check } from "./check.ts";
import { NAMED } from "./finding.ts";
import { confirmed, shownByUnit, unitsOf, unitsWhere } from "./units.ts";

/**
 * Of narrow layers behind others a quarter can be dead as they are drawn, and of wide ones some die in every training;
 * the others do their work.
 */
const SHARE = 0.3;

/** Units of relu put out 0 for every sample, so that nothing changes them any more. Measured: their share. */
export const deadUnits: Check = {
  kind: "dead-units",
  on: "step",
  find({ look }) {
    return look.layers.flatMap((layer) => {
      const { out, name } = layer;
      if (out?.op.name !== "relu") return [];
      const units = unitsOf(look, layer, out);
      const isZero = (value: number) => value === 0;
      const suspects = unitsWhere(units, look.read(out), isZero);
      if (suspects.size < SHARE * units.count || suspects.size === 0) return [];
      const dead = confirmed(look, layer, units, suspects, isZero);
      if (dead.length < SHARE * units.count || dead.length === 0) return [];
      return [
        {
          layer: name,
          by: "relu",
          about: dead.slice(0, NAMED).map(units.nameOf),
          count: dead.length,
          among: units.count,
          measured: dead.length / units.count,
          threshold: SHARE,
          advice:
            look.step === 0
              ? ["initializer", "leaky-relu", "scale-inputs"]
              : ["lower-rate", "leaky-relu", "scale-inputs"],
          shownBy: { of: shownByUnit(look, layer, out, dead[0]), rows: [look.telling.row] },
        },
      ];
    });
  },
};
