import { evaluate } from "../ops/evaluate.ts";
import type { Step } from "./derive.ts";
import type { Drift, Explanation } from "./explain.ts";

/**
 * Works an explanation out again as one does by hand: every number is rounded when it is written down, and what
 * follows is calculated from the rounded ones.
 */
export function carryRounding(explanation: Explanation, round: (value: number) => number): Explanation {
  const steps = new Map<string, Step>();
  const read = (id: string): number => steps.get(id)?.value ?? Number.NaN;
  // steps stand in the order of calculation
  for (const [id, step] of explanation.steps) {
    const value = round(step.rule === "given" ? step.value : evaluate(step.expr, read));
    steps.set(id, { ...step, value, ...(step.rule === "given" && { expr: value }) });
  }
  const drifts = explanation.explained
    .flatMap(({ derivation, updated }) => [derivation.root, ...(updated ? [updated.root] : [])])
    .map((id): Drift => ({ id, carried: read(id), exact: explanation.steps.get(id)?.value ?? Number.NaN }))
    .filter(({ carried, exact }) => carried !== round(exact));
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
