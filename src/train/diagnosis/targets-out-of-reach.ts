import { kindOf } from "../../nn/layers/index.ts";
import type { Loss } from "../../nn/losses/loss.ts";
import { lossOf, lossSettings } from "../../nn/losses.ts";
import type { ModelSpec } from "../../nn/spec.ts";
import type { Check } from "./check.ts";
import type { Advice } from "./finding.ts";

type Range = readonly [low: number, high: number];

const ANY: Range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const SHARE: Range = [0, 1];
const NOT_NEGATIVE: Range = [0, Number.POSITIVE_INFINITY];

/** What a function can put out, its ends included. */
const reaches: Readonly<Record<string, Range>> = {
  sigmoid: SHARE,
  softmax: SHARE,
  tanh: [-1, 1],
  relu: NOT_NEGATIVE,
  softplus: NOT_NEGATIVE,
};

/** What a loss expects. */
const expected: Readonly<Record<Loss["targets"], Range>> = {
  any: ANY,
  probabilities: SHARE,
  distribution: SHARE,
  signs: [-1, 1],
  "not negative": NOT_NEGATIVE,
};

/** Rounding is not meant. */
const SLACK = 1e-6;

/**
 * Targets that the last activation cannot put out, or that the loss is not made for. Measured: the target that is
 * furthest out; threshold: the end of what can be.
 */
export const targetsOutOfReach: Check = {
  kind: "targets-out-of-reach",
  on: "data",
  find({ samples: { targets }, session, look }) {
    const { model } = session.options;
    const [, width] = targets.shape;
    for (const {
      by,
      range: [low, high],
      advice,
    } of limits(model)) {
      let worst = -1;
      let beyond = SLACK;
      let count = 0;
      for (let i = 0; i < targets.values.length; i++) {
        const target = targets.values[i];
        const out = target < low ? low - target : target - high;
        if (out <= SLACK) continue;
        count++;
        if (out <= beyond) continue;
        worst = i;
        beyond = out;
      }
      if (worst < 0) continue;
      const target = targets.values[worst];
      const output = `o${(worst % width) + 1}`;
      const last = look.layers[look.layers.length - 1];
      return [
        {
          ...(last && { layer: last.name }),
          by,
          about: [`target_${output}`],
          count,
          among: targets.values.length,
          measured: target,
          threshold: target < low ? low : high,
          advice,
          shownBy: { of: [`out_${output}`, `delta_${output}`], rows: [Math.floor(worst / width)] },
        },
      ];
    }
    return [];
  },
};

function limits({ network, loss }: ModelSpec): { by: string; range: Range; advice: readonly Advice[] }[] {
  const { name } = lossSettings(loss);
  const { targets, link } = lossOf(loss);
  const last = network.layers[network.layers.length - 1];
  const own = last && kindOf(last).activation?.(last);
  const activation = link && (own === undefined || own === "linear") ? link : (own ?? "linear");
  return [
    { by: name, range: expected[targets], advice: ["check-targets", "linear-output"] },
    { by: activation, range: reaches[activation] ?? ANY, advice: ["linear-output", "scale-targets"] },
  ];
}
