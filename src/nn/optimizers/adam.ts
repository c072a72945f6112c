import type { Node } from "../../graph/node.ts";
import { average, corrected, defaults, descend, type Rule, type RuleContext } from "./rule.ts";

export interface MomentsSpec {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

export interface AdamSpec extends MomentsSpec {
  readonly name: "adam";
}

export interface AdamWSpec extends MomentsSpec {
  readonly name: "adamw";
  readonly weightDecay?: number;
}

export const adam: Rule<AdamSpec> = (spec, c) =>
  descend(c, spec.learningRate ?? defaults.learningRate, direction(spec, c));

/** Adam, with the weights shrunk by ηλ beside it (Loshchilov, Hutter, 2019). */
export const adamw: Rule<AdamWSpec> = (spec, c) => {
  const { learningRate = defaults.learningRate, weightDecay = 0.01 } = spec;
  const rate = c.rate(learningRate);
  const decayed = c.sub(c.weight, c.mul(c.mul(rate, c.setting("λ", weightDecay)), c.weight));
  return c.sub(decayed, c.mul(rate, direction(spec, c)));
};

/** m̂ / (√v̂ + ε) (Kingma, Ba, 2015). */
function direction(spec: MomentsSpec, c: RuleContext): Node {
  const { beta1 = defaults.beta1, beta2 = defaults.beta2, epsilon = defaults.epsilon } = spec;
  const [b1, b2] = [c.setting("β1", beta1), c.setting("β2", beta2)];
  const m = average(c, "m", b1, c.gradient);
  const v = average(c, "v", b2, c.square(c.gradient));
  const mHat = c.name("m̂", corrected(c, m, b1));
  const vHat = c.name("v̂", corrected(c, v, b2));
  return c.div(mHat, c.add(c.sqrt(vHat), c.setting("ε", epsilon)));
}
