import type { Calculation, Step } from "../calculation.ts";
import {
  derivatives,
  earlyUpdates,
  missingFactors,
  otherDerivatives,
  outputErrors,
  rates,
} from "./backward.ts";
import type { Formula } from "./formula.ts";
import type { Context, Rewrite } from "./rewrite.ts";
import { activations, neighbours, otherSteps, stale, transposed } from "./taken.ts";
import { halves, means, missingTerms, signs, softmax } from "./terms.ts";

export type { Rewrite } from "./rewrite.ts";

/**
 * Every rewrite of a step that the catalogue knows.
 * @param expr the step's formula, with what nobody writes down written in place
 */
export function rewritesOf(step: Step, expr: Formula, calculation: Calculation): Rewrite[] {
  const context = { step, expr, calculation };
  return catalogue.flatMap((rule) => rule(context));
}

/** The likelier before the less likely. */
const catalogue: readonly ((context: Context) => Rewrite[])[] = [
  derivatives,
  otherDerivatives,
  rates,
  missingTerms,
  outputErrors,
  missingFactors,
  earlyUpdates,
  signs,
  halves,
  means,
  softmax,
  transposed,
  activations,
  stale,
  otherSteps,
  neighbours,
];
