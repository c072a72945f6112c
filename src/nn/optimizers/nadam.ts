import type { MomentsSpec } from "./adam.ts";
import { average, corrected, defaults, descend, type Rule } from "./rule.ts";

export interface NadamSpec extends MomentsSpec {
  readonly name: "nadam";
  /** ψ: how fast the momentum grows to β1. Default: 0.004. */
  readonly momentumDecay?: number;
}

/** By how much the momentum schedule's exponent is taken: μ_t = β1·(1 − ½·0.96^(t·ψ)) (Dozat, 2016). */
const BASE = 0.96;

/**
 * Adam that looks ahead as Nesterov does: m̂ = μ_(t+1)·m/(1 − Π μ, the next included) + (1 − μ_t)·g/(1 − Π μ), as in
 * PyTorch. Kept is 1 − Π μ, which is 0 at first.
 */
export const nadam: Rule<NadamSpec> = (spec, c) => {
  const {
    learningRate = 0.002,
    beta1 = defaults.beta1,
    beta2 = defaults.beta2,
    epsilon = defaults.epsilon,
  } = spec;
  const { momentumDecay = 0.004 } = spec;
  const [b1, b2, one] = [c.setting("β1", beta1), c.setting("β2", beta2), c.number(1)];
  const psi = c.setting("ψ", momentumDecay);
  const growing = (t: typeof one) =>
    c.mul(b1, c.sub(one, c.mul(c.number(0.5), c.pow(c.number(BASE), c.mul(t, psi)))));
  const mu = growing(c.step());
  const next = growing(c.add(c.step(), one));
  const product = c.slot("q", (q) => c.sub(one, c.mul(c.sub(one, q), mu)));
  const ahead = c.sub(one, c.mul(c.sub(one, product), next));
  const m = average(c, "m", b1, c.gradient);
  const v = average(c, "v", b2, c.square(c.gradient));
  const fromMean = c.div(c.mul(next, m), ahead);
  const fromGradient = c.div(c.mul(c.sub(one, mu), c.gradient), product);
  const mHat = c.name("m̂", c.add(fromMean, fromGradient));
  const vHat = c.name("v̂", corrected(c, v, b2));
  return descend(c, learningRate, c.div(mHat, c.add(c.sqrt(vHat), c.setting("ε", epsilon))));
};
