import type { Node } from "../../graph/node.ts";
import { descend, type RuleContext } from "./rule.ts";

/**
 * What a velocity adds up. gradients: v⁺ = μv + g, and w⁺ = w − ηv⁺, as PyTorch. steps: v⁺ = μv − ηg, and w⁺ = w + v⁺,
 * as Sutskever et al. (2013), Keras and CS231n.
 */
export type Velocity = "gradients" | "steps";

export interface MomentumSpec<Name extends string = "momentum" | "nesterov"> {
  readonly name: Name;
  readonly learningRate: number;
  readonly momentum?: number;
  readonly velocity?: Velocity;
}

/** v⁺ = μ·v + g, then w − η·v⁺ (Polyak), or w − η·(g + μ·v⁺) (Nesterov, as Sutskever et al. 2013 restate it). */
export function momentumRule(
  { name, learningRate, momentum = 0.9, velocity }: MomentumSpec,
  c: RuleContext,
): Node {
  const mu = c.setting("μ", momentum);
  if (velocity === "steps") {
    const step = c.mul(c.rate(learningRate), c.gradient);
    const moved = c.slot("v", (v) => c.sub(c.mul(mu, v), step));
    return c.add(c.weight, name === "nesterov" ? c.sub(c.mul(mu, moved), step) : moved);
  }
  const sum = c.slot("v", (v) => c.add(c.mul(mu, v), c.gradient));
  return descend(c, learningRate, name === "nesterov" ? c.add(c.gradient, c.mul(mu, sum)) : sum);
}
