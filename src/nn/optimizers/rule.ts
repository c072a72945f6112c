import type { Node } from "../../graph/node.ts";

/** A rule of training: how the next value of one parameter is calculated from its gradient. */
export type Rule<Spec> = (spec: Spec, context: RuleContext) => Node;

/** What a rule may use; all arithmetic is element by element over one parameter. */
export interface RuleContext {
  readonly weight: Node;
  readonly gradient: Node;
  /** A named setting, as β1. */
  setting(symbol: string, value: number): Node;
  /** The step size η, which a schedule may change from step to step. */
  rate(value: number): Node;
  number(value: number): Node;
  /** The steps taken, this one included, counted once for all parameters. */
  step(): Node;
  /** Calls a node after the parameter: `m̂` gives m̂_w5. */
  name(prefix: string, node: Node, suffix?: string): Node;
  /** A number kept for each element of the parameter, 0 at first; `next` says what becomes of it. */
  slot(prefix: string, next: (before: Node) => Node): Node;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly pow: Binary;
  readonly max: Binary;
  readonly square: (x: Node) => Node;
  readonly sqrt: (x: Node) => Node;
  /** 1 where x is positive, else 0. */
  readonly positive: (x: Node) => Node;
  readonly neg: (x: Node) => Node;
}

type Binary = (x: Node, y: Node) => Node;

/** Settings of most rules of these names. */
export const defaults = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** √average + ε, or √(average + ε). */
export function root(c: RuleContext, average: Node, epsilon: number, isInside = false): Node {
  const small = c.setting("ε", epsilon);
  return isInside ? c.sqrt(c.add(average, small)) : c.add(c.sqrt(average), small);
}

/** β·before + (1 − β)·of, a running average. */
export function average(c: RuleContext, prefix: string, beta: Node, of: Node): Node {
  return c.slot(prefix, (before) => c.add(c.mul(beta, before), c.mul(c.sub(c.number(1), beta), of)));
}

/** An average that started at 0, corrected for that: average / (1 − β^t). */
export function corrected(c: RuleContext, mean: Node, beta: Node): Node {
  return c.div(mean, c.sub(c.number(1), c.pow(beta, c.step())));
}

/** w − η·direction */
export function descend(c: RuleContext, learningRate: number, direction: Node): Node {
  return c.sub(c.weight, c.mul(c.rate(learningRate), direction));
}
