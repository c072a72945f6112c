import { descend, type Rule, root } from "./rule.ts";

export interface AdagradSpec {
  readonly name: "adagrad";
  readonly learningRate?: number;
  readonly epsilon?: number;
  readonly epsilonInRoot?: boolean;
}

/** w − η·g / (√Σ g² + ε) (Duchi, Hazan, Singer, 2011). */
export const adagrad: Rule<AdagradSpec> = ({ learningRate = 0.01, epsilon = 1e-10, epsilonInRoot }, c) => {
  const total = c.slot("s", (s) => c.add(s, c.square(c.gradient)));
  return descend(c, learningRate, c.div(c.gradient, root(c, total, epsilon, epsilonInRoot)));
};
