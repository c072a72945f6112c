import type { Calculation, Step } from "../calculation.ts";
import type { MistakeKind } from "../verdict.ts";
import type { Formula } from "./formula.ts";

/** Another way to calculate one step: what somebody may have done instead. */
export interface Rewrite {
  readonly kind: MistakeKind;
  readonly expr: Formula;
  /** What was left out, taken too early or taken instead, by id. */
  readonly about: readonly string[];
  /** Rewrites of several steps with the same mark are one habit; absent where it is a slip of one step. */
  readonly habit?: string;
}

export interface Context {
  readonly step: Step;
  readonly expr: Formula;
  readonly calculation: Calculation;
}
