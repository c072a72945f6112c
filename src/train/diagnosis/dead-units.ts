import type { Check } from "./check.ts";
import { NAMED } from "./finding.ts";
import { confirmed, shownByUnit, unitsOf, unitsWhere } from "./units.ts";

/** Some die in every training of wide layers, and the others do their work. */
const SHARE = 0.1;

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
          advice: ["lower-rate", "leaky-relu", "initializer", "scale-inputs"],
          shownBy: { of: shownByUnit(look, layer, out, dead[0]), rows: look.rows.slice(0, 1) },
        },
      ];
    });
  },
};
