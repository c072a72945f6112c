import { average, descend, type Rule } from "./rule.ts";

export interface AdadeltaSpec {
  readonly name: "adadelta";
  readonly learningRate?: number;
  readonly decay?: number;
  readonly epsilon?: number;
}

/** The gradient in units of past steps: √(u + ε) / √(v + ε)·g (Zeiler, 2012), u the mean square of those before. */
export const adadelta: Rule<AdadeltaSpec> = ({ learningRate = 1, decay = 0.9, epsilon = 1e-6 }, c) => {
  const [rho, small] = [c.setting("ρ", decay), c.setting("ε", epsilon)];
  const v = average(c, "v", rho, c.square(c.gradient));
  let step = c.gradient;
  c.slot("u", (u) => {
    step = c.mul(c.div(c.sqrt(c.add(u, small)), c.sqrt(c.add(v, small))), c.gradient);
    return c.add(c.mul(rho, u), c.mul(c.sub(c.number(1), rho), c.square(step)));
  });
  return descend(c, learningRate, step);
};
