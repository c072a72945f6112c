import { evaluate } from "../ops/evaluate.ts";
import type { Calculation } from "./calculation.ts";
import type { Printed } from "./claim.ts";
import type { Cone } from "./cone.ts";
import { lastPlace, type SheetDigits, unitOf } from "./digits.ts";
import { type Estimates, isTransparent } from "./estimate.ts";
import type { Hypothesis } from "./hypotheses.ts";
import { certain, propagate, radiusOf, rounded, type Uncertain } from "./uncertain.ts";

/** What wrong numbers are to be explained from. */
export interface Evidence {
  readonly calculation: Calculation;
  readonly digits: SheetDigits;
  /** As the author wrote the numbers, right or wrong. */
  readonly own: Estimates;
  readonly isWritten: (id: string) => boolean;
  /** Every quantity that the working gives a number for, and that number. */
  readonly numbers: ReadonlyMap<string, Printed>;
}

/** Numbers calculated again under a hypothesis. */
export interface Trials {
  /** From what the author wrote; undefined where that is nowhere near the claim, or not worth the work. */
  fromOwn(claimed: Printed, id: string, cone: Cone, hypothesis: Hypothesis): Uncertain | undefined;
  /** From scratch, without any rounding. */
  fromScratch(id: string, cone: Cone, hypothesis: Hypothesis): Uncertain | undefined;
  /** Is there no work left that a working may ask for? */
  areSpent(): boolean;
}

/** In steps that are calculated again, each as often as it has sources of uncertainty. */
const WORK = 400_000;
/** Beyond so much of it, only what comes near the claim is worked out with all that is uncertain in it. */
const THOROUGH = 100_000;
/** In units of the last place and in what the right number may be off. */
const FAR = 100;

export function trialsOf({ calculation, digits, own }: Evidence): Trials {
  let work = 0;
  return { fromOwn, fromScratch, areSpent: () => work > WORK };

  function fromOwn(claimed: Printed, id: string, cone: Cone, hypothesis: Hypothesis): Uncertain | undefined {
    const centre = numberUnder(id, cone, hypothesis, (ref) => own.of(ref).value);
    const margin = FAR * (radiusOf(own.derived(id)) + unitOf(claimed));
    const isNear = centre !== undefined && Math.abs(centre - claimed.value) <= margin;
    if (work > THOROUGH && !isNear) return undefined;
    return intervalUnder(id, cone, hypothesis);
  }

  function fromScratch(id: string, cone: Cone, hypothesis: Hypothesis): Uncertain | undefined {
    const value = numberUnder(id, cone, hypothesis, (ref) => calculation.step(ref).value);
    return value === undefined ? undefined : certain(value);
  }

  function numberUnder(
    id: string,
    cone: Cone,
    { overrides }: Hypothesis,
    before: (ref: string) => number,
  ): number | undefined {
    const changed = new Map<string, number>();
    const read = (ref: string): number => changed.get(ref) ?? before(ref);
    for (const at of cone.keys()) {
      const step = calculation.step(at);
      const override = overrides.get(at);
      if (override === undefined && !step.uses.some((use) => changed.has(use))) continue;
      work++;
      changed.set(at, evaluate(override ?? step.expr, read));
    }
    return finite(changed.get(id));
  }

  function intervalUnder(id: string, cone: Cone, { overrides }: Hypothesis): Uncertain | undefined {
    const changed = new Map<string, Uncertain>();
    const read = (ref: string): Uncertain => changed.get(ref) ?? own.of(ref);
    for (const at of cone.keys()) {
      const step = calculation.step(at);
      const override = overrides.get(at);
      if (override === undefined && !step.uses.some((use) => changed.has(use))) continue;
      const uncertain = propagate(override ?? step.expr, read);
      work += 1 + uncertain.shares.size;
      const isRounded = at !== id && !isTransparent(step);
      changed.set(at, isRounded ? rounded(uncertain, lastPlace(digits, uncertain.value), at) : uncertain);
    }
    const result = changed.get(id);
    return finite(result?.value) === undefined ? undefined : result;
  }
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
