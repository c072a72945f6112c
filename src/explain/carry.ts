import { evaluate } from "../ops/evaluate.ts";
import type { Step } from "./derive.ts";
import type { Drift, Explanation } from "./explain.ts";
import { formatGiven, formatNumber, type Precision, parseNumber } from "./page/numbers.ts";

/**
 * Works an explanation out again as one does by hand: every calculated number is rounded when it is written down,
 * and what follows is calculated from the rounded ones.
 */
export function carryRounding(explanation: Explanation, precision: Precision): Explanation {
  const round = (value: number) => parseNumber(formatNumber(value, precision));
  const steps = new Map<string, Step>();
  const read = (id: string): number => steps.get(id)?.value ?? Number.NaN;
  // steps stand in the order of calculation
  for (const [id, step] of explanation.steps) {
    const isGiven = step.rule === "given";
    const value = isGiven
      ? parseNumber(formatGiven(step.value, precision))
      : round(evaluate(step.expr, read));
    steps.set(id, { ...step, value, ...(isGiven && { expr: value }) });
  }
  const drifts = explanation.explained
    .flatMap(({ derivation, updated }) => [derivation.root, ...(updated ? [updated.root] : [])])
    .map((id): Drift => ({ id, carried: read(id), exact: explanation.steps.get(id)?.value ?? Number.NaN }))
    .filter(({ carried, exact }) => !Object.is(carried, round(exact)));
  return {
    ...explanation,
    explained: explanation.explained.map((explained) => ({
      ...explained,
      derivation: { ...explained.derivation, steps },
      ...(explained.updated && { updated: { ...explained.updated, steps } }),
    })),
    steps,
    drifts,
  };
}
