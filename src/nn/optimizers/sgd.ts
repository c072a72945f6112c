import { descend, type Rule } from "./rule.ts";

export interface SgdSpec {
  readonly name: "sgd";
  readonly learningRate: number;
}

/** w − η·g */
export const sgd: Rule<SgdSpec> = ({ learningRate }, c) => descend(c, learningRate, c.gradient);
