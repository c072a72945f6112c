import type { Printed } from "./claim.ts";
import { type Cone, coneOf } from "./cone.ts";
import { agreesWithin, isPadded, unitOf } from "./digits.ts";
import { type Hypothesis, habitsOf, hypothesesOf, pairsOf } from "./hypotheses.ts";
import { rerunsOf } from "./rerun.ts";
import { type Evidence, trialsOf } from "./trials.ts";
import { certain, intervalOf, radiusOf, type Uncertain } from "./uncertain.ts";
import type { Mistake } from "./verdict.ts";

/** Between a number and the written ones before it nobody hides more steps than these. */
const NEAR = 400;
/** In all of the calculation before a number, habits are looked for in so many steps. */
const FAR = 2000;
const NAMED = 3;
/** Two at once are looked for among the likeliest of these. */
const PAIRED = 60;
const PAIR_SEARCHES = 2;

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
  let paired = 0;
  const trials = trialsOf(evidence);

  return (claimed, id) => {
    const right = calculation.step(id).value;
    const near = coneOf(id, calculation, isWritten, NEAR);
    const hypotheses = hypothesesOf(near, calculation, isWritten);
    const found = matching(claimed, id, near, hypotheses);
    if (found.length === 0 && calculation.step(id).stage > 0) {
      found.push(...ofHabits(claimed, id, hypotheses.length));
    }
    const likely = hypotheses.slice(0, PAIRED);
    const outweighs = rangeOf(claimed, right) > (likely.length ** 2 / 2) * WIDTH * unitOf(claimed);
    if (found.length === 0 && outweighs && paired < PAIR_SEARCHES) {
      paired++;
      found.push(...matching(claimed, id, near, pairsOf(likely)));
    }
    if (found.length === 0) found.push(...copied(claimed, id));
    const mistakes = named(found, claimed, right);
    if (isPadded(claimed, right)) {
      mistakes.push({ kind: "padded", at: id, about: [], value: right, everywhere: false });
    }
    return mistakes.slice(0, NAMED);
  };

  /** The number that stands elsewhere, for something else. */
  function copied(claimed: Printed, id: string): Found[] {
    return [...evidence.numbers].flatMap(([other, printed]): Found[] => {
      const isCopy = other !== id && printed.value === claimed.value && printed.decimals === claimed.decimals;
      const mistake = {
        kind: "other-quantity",
        at: id,
        about: [id, other],
        everywhere: false,
      } as const;
      return isCopy ? [{ mistake, uncertain: certain(printed.value), tried: evidence.numbers.size }] : [];
    });
  }

  /** From the author's own numbers, or else from scratch. */
  function matching(claimed: Printed, id: string, cone: Cone, hypotheses: Iterable<Hypothesis>): Found[] {
    const found: Found[] = [];
    // what comes out alike is one guess, wherever the mistake may be
    const outcomes = new Set<number>();
    for (const hypothesis of hypotheses) {
      if (trials.areSpent()) break;
      const own = trials.fromOwn(claimed, id, cone, hypothesis);
      const uncertain = agrees(claimed, own) ? own : trials.fromScratch(id, cone, hypothesis);
      const { value = Number.NaN } = own ?? uncertain ?? {};
      outcomes.add(Math.round(value / unitOf(claimed)));
      if (uncertain && agrees(claimed, uncertain))
        found.push({ mistake: hypothesis.mistake, uncertain, tried: outcomes.size });
    }
    return found;
  }

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
      if (trials.areSpent()) break;
      add(hypothesis.mistake, trials.fromScratch(id, far, hypothesis));
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
  for (const { mistake, uncertain, tried } of found) {
    const width = 2 * radiusOf(uncertain) + WIDTH * unitOf(claimed);
    if (Math.max(tried, FEW) * width < rangeOf(claimed, right) && !mistakes.has(mistake.kind)) {
      mistakes.set(mistake.kind, { ...mistake, value: uncertain.value });
      // of two at once either may be called the first
      if (mistake.also) break;
    }
  }
  return [...mistakes.values()];
}

/** Of how many sizes, about, a wrong number could have been. */
function rangeOf(claimed: Printed, right: number): number {
  return 2 * Math.max(Math.abs(claimed.value), Math.abs(right));
}

/** Even the first that is tried is one of so many that could have been. */
const FEW = 3;

/** In units of the last place: how far numbers lie from each other that are printed alike, rounded or cut. */
const WIDTH = 1.5;
