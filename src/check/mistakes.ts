import type { Calculation } from "./calculation.ts";
import type { Printed } from "./claim.ts";
import { type Cone, coneOf } from "./cone.ts";
import { agreesWithin, isPadded, lastPlace, type SheetDigits, unitOf } from "./digits.ts";
import { type Estimates, isTransparent } from "./estimate.ts";
import { type Hypothesis, habitsOf, hypothesesOf } from "./hypotheses.ts";
import { rerunsOf } from "./rerun.ts";
import { certain, intervalOf, propagate, radiusOf, rounded, type Uncertain } from "./uncertain.ts";
import type { Mistake } from "./verdict.ts";

/** What wrong numbers are to be explained from. */
export interface Evidence {
  readonly calculation: Calculation;
  readonly digits: SheetDigits;
  /** As the author wrote the numbers, right or wrong. */
  readonly own: Estimates;
  readonly isWritten: (id: string) => boolean;
}

/** Between a number and the written ones before it nobody hides more steps than these. */
const NEAR = 400;
/** In all of the calculation before a number, habits are looked for in so many steps. */
const FAR = 2000;
const NAMED = 3;

/** A hypothesis under which a claim is what it is. */
interface Found {
  readonly mistake: Omit<Mistake, "value">;
  readonly uncertain: Uncertain;
  /** How many hypotheses had been tried by then. */
  readonly tried: number;
}

/**
 * Looks for what was done where a number came out wrong. A mistake hides between the number and the nearest ones that
 * are written: every rewrite of every step there is tried, from the author's own numbers and from scratch; after
 * updates also what habits make of the whole calculation.
 */
export function searchOf(evidence: Evidence): (claimed: Printed, id: string) => Mistake[] {
  const { calculation, isWritten } = evidence;
  const reruns = rerunsOf(calculation);

  return (claimed, id) => {
    const found: Found[] = [];
    let tried = 0;
    const near = coneOf(id, calculation, isWritten, NEAR);
    for (const hypothesis of hypothesesOf(near, calculation, isWritten)) {
      tried++;
      const own = tryOut(id, near, hypothesis, evidence.own, evidence);
      const uncertain = agrees(claimed, own) ? own : tryOut(id, near, hypothesis, undefined, evidence);
      if (uncertain && agrees(claimed, uncertain))
        found.push({ mistake: hypothesis.mistake, uncertain, tried });
    }
    if (found.length === 0 && calculation.step(id).stage > 0) found.push(...ofHabits(claimed, id, tried));
    const right = calculation.step(id).value;
    const mistakes = named(found, claimed, right);
    if (isPadded(claimed, right)) {
      mistakes.push({ kind: "padded", at: id, about: [], value: right, everywhere: false });
    }
    return mistakes.slice(0, NAMED);
  };

  /** From scratch, through all updates. */
  function ofHabits(claimed: Printed, id: string, triedBefore: number): Found[] {
    let tried = triedBefore;
    const found: Found[] = [];
    const add = (mistake: Omit<Mistake, "value">, uncertain: Uncertain | undefined): void => {
      tried++;
      if (uncertain && agrees(claimed, uncertain)) found.push({ mistake, uncertain, tried });
    };
    const far = coneOf(id, calculation, () => false, FAR);
    for (const hypothesis of habitsOf(far, calculation)) {
      add(hypothesis.mistake, tryOut(id, far, hypothesis, undefined, evidence));
    }
    for (const { mistake, value } of reruns(id)) add(mistake, certain(value));
    return found;
  }
}

function agrees(claimed: Printed, uncertain: Uncertain | undefined): boolean {
  return uncertain !== undefined && agreesWithin(claimed, intervalOf(uncertain));
}

/**
 * The nearest to the claim first, each kind once; only where the digits that agree outweigh what was tried: where a
 * number of this size would be met by less than one hypothesis by luck. A zero is what too much gives.
 */
function named(found: readonly Found[], claimed: Printed, right: number): Mistake[] {
  const mistakes = new Map<string, Mistake>();
  if (claimed.value === 0) return [];
  const range = 2 * Math.max(Math.abs(claimed.value), Math.abs(right));
  for (const { mistake, uncertain, tried } of found) {
    const width = 2 * radiusOf(uncertain) + 1.5 * unitOf(claimed);
    if (tried * width < range && !mistakes.has(mistake.kind)) {
      mistakes.set(mistake.kind, { ...mistake, value: uncertain.value });
    }
  }
  return [...mistakes.values()];
}

/** The number under a hypothesis: from what the author wrote, or else from scratch, without any rounding. */
function tryOut(
  id: string,
  cone: Cone,
  { overrides }: Hypothesis,
  own: Estimates | undefined,
  { calculation, digits }: Evidence,
): Uncertain | undefined {
  const changed = new Map<string, Uncertain>();
  const read = (ref: string): Uncertain =>
    changed.get(ref) ?? (own ? own.of(ref) : certain(calculation.step(ref).value));
  for (const at of cone.keys()) {
    const step = calculation.step(at);
    const override = overrides.get(at);
    if (override === undefined && !step.uses.some((use) => changed.has(use))) continue;
    const uncertain = propagate(override ?? step.expr, read);
    const isRounded = own && at !== id && !isTransparent(step);
    changed.set(at, isRounded ? rounded(uncertain, lastPlace(digits, uncertain.value), at) : uncertain);
  }
  const result = changed.get(id);
  return result && Number.isFinite(result.value) ? result : undefined;
}
