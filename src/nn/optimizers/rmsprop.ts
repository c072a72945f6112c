import type { Velocity } from "./momentum.ts";
import { average, defaults, descend, type Rule, root } from "./rule.ts";

export interface RmspropSpec {
  readonly name: "rmsprop";
  readonly learningRate?: number;
  readonly decay?: number;
  readonly epsilon?: number;
  readonly epsilonInRoot?: boolean;
  /** The variance of the gradients in place of the mean of their squares. */
  readonly centered?: boolean;
  readonly momentum?: number;
  readonly velocity?: Velocity;
}

/** w − η·g / (√average + ε) (Tieleman, Hinton, 2012); with momentum that is what a velocity adds up. */
export const rmsprop: Rule<RmspropSpec> = (spec, c) => {
  const { learningRate = 0.01, decay = 0.99, epsilon = defaults.epsilon, momentum = 0 } = spec;
  const rho = c.setting("ρ", decay);
  const squares = average(c, "v", rho, c.square(c.gradient));
  const spread = spec.centered ? c.sub(squares, c.square(average(c, "a", rho, c.gradient))) : squares;
  const scaled = c.div(c.gradient, root(c, spread, epsilon, spec.epsilonInRoot));
  if (momentum === 0) return descend(c, learningRate, scaled);
  const mu = c.setting("μ", momentum);
  if (spec.velocity === "steps") {
    const moved = c.slot("u", (u) => c.sub(c.mul(mu, u), c.mul(c.rate(learningRate), scaled)));
    return c.add(c.weight, moved);
  }
  return descend(
    c,
    learningRate,
    c.slot("u", (u) => c.add(c.mul(mu, u), scaled)),
  );
};
