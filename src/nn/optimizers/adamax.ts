import type { MomentsSpec } from "./adam.ts";
import { average, defaults, descend, type Rule } from "./rule.ts";

export interface AdamaxSpec extends MomentsSpec {
  readonly name: "adamax";
}

/** Adam with the largest of past gradients in place of their mean square: m̂ / u (Kingma, Ba, 2015, algorithm 2). */
export const adamax: Rule<AdamaxSpec> = (spec, c) => {
  const {
    learningRate = 0.002,
    beta1 = defaults.beta1,
    beta2 = defaults.beta2,
    epsilon = defaults.epsilon,
  } = spec;
  const [b1, b2] = [c.setting("β1", beta1), c.setting("β2", beta2)];
  const m = average(c, "m", b1, c.gradient);
  const size = c.max(c.gradient, c.neg(c.gradient));
  const u = c.slot("u", (before) => c.max(c.mul(b2, before), c.add(size, c.setting("ε", epsilon))));
  const rest = c.sub(c.number(1), c.pow(b1, c.step()));
  return descend(c, learningRate, c.div(m, c.mul(rest, u)));
};
