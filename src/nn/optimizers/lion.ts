import type { Rule } from "./rule.ts";

export interface LionSpec {
  readonly name: "lion";
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly weightDecay?: number;
}

/** The sign of a mean of gradients: w − η(sign(β1·m + (1 − β1)·g) + λ·w) (Chen et al., 2023); of 0 the sign is 0. */
export const lion: Rule<LionSpec> = (spec, c) => {
  const { learningRate = 1e-4, beta1 = 0.9, beta2 = 0.99, weightDecay = 0 } = spec;
  const [b1, b2, one] = [c.setting("β1", beta1), c.setting("β2", beta2), c.number(1)];
  let direction = c.gradient;
  c.slot("m", (m) => {
    direction = c.add(c.mul(b1, m), c.mul(c.sub(one, b1), c.gradient));
    return c.add(c.mul(b2, m), c.mul(c.sub(one, b2), c.gradient));
  });
  const sign = c.sub(c.positive(direction), c.positive(c.neg(direction)));
  const rate = c.rate(learningRate);
  if (weightDecay === 0) return c.sub(c.weight, c.mul(rate, sign));
  return c.sub(c.weight, c.mul(rate, c.add(sign, c.mul(c.setting("λ", weightDecay), c.weight))));
};
