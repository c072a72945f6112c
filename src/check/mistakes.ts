import { type Expr, mapRefs } from "../graph/expression.ts";
import type { Calculation } from "./calculation.ts";
import type { Printed } from "./claim.ts";
import { agreesWithin, isPadded, lastPlace, type SheetDigits, unitOf } from "./digits.ts";
import { type Estimates, isTransparent } from "./estimate.ts";
import { type Rewrite, rewritesOf } from "./rewrites.ts";
import { certain, intervalOf, propagate, radiusOf, rounded, type Uncertain } from "./uncertain.ts";
import type { Mistake } from "./verdict.ts";

/** Where a wrong number is to be explained from. */
export interface Evidence {
  readonly calculation: Calculation;
  readonly digits: SheetDigits;
  /** As the author wrote the numbers, right or wrong. */
  readonly own: Estimates;
  readonly isWritten: (id: string) => boolean;
}

/** A step calculated in another way, or several by the same habit. */
interface Hypothesis {
  readonly mistake: Omit<Mistake, "value">;
  readonly overrides: ReadonlyMap<string, Expr<string>>;
  /** How many steps before the claim. */
  readonly distance: number;
}

/** Between a number and the written ones before it nobody hides more steps than these. */
const CONE = 400;
const NAMED = 3;

/**
 * What gives this number in place of the right one: every rewrite of every step between it and the nearest numbers
 * that are written, calculated from the author's own numbers and from scratch.
 */
export function mistakesIn(claimed: Printed, id: string, evidence: Evidence): Mistake[] {
  const { calculation } = evidence;
  const cone = coneOf(id, evidence);
  const found: (Found & { tried: number })[] = [];
  let tried = 0;
  for (const hypothesis of hypothesesOf(id, cone, evidence)) {
    tried++;
    for (const base of [evidence.own, undefined]) {
      const uncertain = tryOut(id, cone, hypothesis, base, evidence);
      if (!uncertain || !agreesWithin(claimed, intervalOf(uncertain))) continue;
      found.push({ hypothesis, uncertain, tried });
      break;
    }
  }
  const mistakes = named(found, claimed);
  const right = calculation.step(id).value;
  if (isPadded(claimed, right)) {
    mistakes.push({ kind: "padded", at: id, about: [], value: right, everywhere: false });
  }
  return mistakes.slice(0, NAMED);
}

interface Found {
  readonly hypothesis: Hypothesis;
  readonly uncertain: Uncertain;
}

/** The nearest to the claim first, each kind once; only where the digits that agree outweigh what was tried. */
function named(found: readonly (Found & { tried: number })[], claimed: Printed): Mistake[] {
  const mistakes = new Map<string, Mistake>();
  for (const { hypothesis, uncertain, tried } of found) {
    const width = 2 * radiusOf(uncertain) + 1.5 * unitOf(claimed);
    if (tried * width > LUCK * Math.abs(claimed.value)) continue;
    const { mistake } = hypothesis;
    if (!mistakes.has(mistake.kind)) {
      mistakes.set(mistake.kind, { ...mistake, value: uncertain.value });
    }
  }
  return [...mistakes.values()];
}

/** By luck alone, fewer than so many of what was tried would agree. */
const LUCK = Number(process.env.LUCK ?? 4);

/** The unwritten steps that a claim was calculated through, itself last; each with how far before it stands. */
function coneOf(id: string, { calculation, isWritten }: Evidence): Map<string, number> {
  const distances = new Map<string, number>([[id, 0]]);
  const waiting = [id];
  for (let next = waiting.shift(); next !== undefined && distances.size < CONE; next = waiting.shift()) {
    const step = calculation.step(next);
    const far = (distances.get(next) ?? 0) + (isTransparent(step) && next !== id ? 0 : 1);
    for (const use of step.uses) {
      if (distances.has(use) || isWritten(use) || calculation.step(use).kind === "given") continue;
      distances.set(use, far);
      waiting.push(use);
    }
  }
  return inOrder(id, distances, calculation);
}

function inOrder(
  id: string,
  distances: ReadonlyMap<string, number>,
  calculation: Calculation,
): Map<string, number> {
  const ordered = new Map<string, number>();
  const visit = (at: string): void => {
    const distance = distances.get(at);
    if (distance === undefined || ordered.has(at)) return;
    for (const use of calculation.step(at).uses) visit(use);
    ordered.set(at, distance);
  };
  visit(id);
  return ordered;
}

function hypothesesOf(id: string, cone: ReadonlyMap<string, number>, evidence: Evidence): Hypothesis[] {
  const { calculation, isWritten } = evidence;
  const single: Hypothesis[] = [];
  const habits = new Map<string, { rewrites: { at: string; rewrite: Rewrite }[]; distance: number }>();
  for (const [at, distance] of cone) {
    const step = calculation.step(at);
    if (isTransparent(step) && at !== id) continue;
    const expr = writtenOut(step.expr, calculation, isWritten);
    for (const rewrite of rewritesOf(step, expr, calculation)) {
      const { kind, about, habit } = rewrite;
      single.push({
        mistake: { kind, at, about, everywhere: false },
        overrides: new Map([[at, rewrite.expr]]),
        distance,
      });
      if (habit === undefined) continue;
      const key = `${kind} ${habit}`;
      const group = habits.get(key) ?? { rewrites: [], distance };
      group.rewrites.push({ at, rewrite });
      group.distance = Math.min(group.distance, distance);
      habits.set(key, group);
    }
  }
  const everywhere = [...habits.values()].flatMap(({ rewrites, distance }): Hypothesis[] => {
    const overrides = new Map<string, Expr<string>>();
    for (const { at, rewrite } of rewrites) if (!overrides.has(at)) overrides.set(at, rewrite.expr);
    if (overrides.size < 2) return [];
    const [{ at, rewrite }] = rewrites;
    const mistake = { kind: rewrite.kind, at, about: rewrite.about, everywhere: true };
    return [{ mistake, overrides, distance }];
  });
  return [...single, ...everywhere].sort((a, b) => a.distance - b.distance);
}

/** A formula with its ways, and other names of numbers, written in place, where they are not written themselves. */
function writtenOut(
  expr: Expr<string>,
  calculation: Calculation,
  isWritten: (id: string) => boolean,
): Expr<string> {
  return mapRefs(expr, (ref): Expr<string> => {
    if (isWritten(ref)) return { ref };
    const step = calculation.step(ref);
    return step.kind === "path" ? writtenOut(step.expr, calculation, isWritten) : { ref };
  });
}

/** The claim's number under a hypothesis: from what the author wrote, or else from scratch, without any rounding. */
function tryOut(
  id: string,
  cone: ReadonlyMap<string, number>,
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
