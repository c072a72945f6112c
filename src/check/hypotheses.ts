import type { Expr } from "../graph/expression.ts";
import type { Calculation } from "./calculation.ts";
import { type Cone, writtenOut } from "./cone.ts";
import { isTransparent } from "./estimate.ts";
import { type Rewrite, rewritesOf } from "./rewrites/index.ts";
import type { Mistake, MistakeKind } from "./verdict.ts";

/** A step calculated in another way, or all steps of a kind by the same habit. */
export interface Hypothesis {
  readonly mistake: Omit<Mistake, "value">;
  /** By the id of the step. */
  readonly overrides: ReadonlyMap<string, Expr<string>>;
  /** How many steps before the claim. */
  readonly distance: number;
}

/** Every rewrite of one step of the cone, and every habit that shows in several; the nearest first. */
export function hypothesesOf(
  cone: Cone,
  calculation: Calculation,
  isWritten: (id: string) => boolean,
): Hypothesis[] {
  const rewrites = rewritesIn(cone, calculation, isWritten);
  const single = rewrites.map(
    ({ at, distance, rewrite: { kind, about, expr } }): Hypothesis => ({
      mistake: { kind, at, about, everywhere: false, calculated: expr },
      overrides: new Map([[at, expr]]),
      distance,
    }),
  );
  return [...single, ...habitsAmong(rewrites)].sort((a, b) => rankOf(a) - rankOf(b));
}

/** Two of these at once, in different steps. */
export function* pairsOf(hypotheses: readonly Hypothesis[]): Generator<Hypothesis> {
  for (const [i, second] of hypotheses.entries()) {
    for (const first of hypotheses.slice(0, i)) {
      if ([...second.overrides.keys()].some((at) => first.overrides.has(at))) continue;
      const { kind, at, about } = second.mistake;
      const { calculated: _, ...mistake } = first.mistake;
      yield {
        mistake: { ...mistake, also: { kind, at, about } },
        overrides: new Map([...first.overrides, ...second.overrides]),
        distance: first.distance + second.distance,
      };
    }
  }
}

/** The habits that show anywhere in the cone. */
export function habitsOf(cone: Cone, calculation: Calculation): Hypothesis[] {
  return habitsAmong(rewritesIn(cone, calculation, () => false));
}

interface Placed {
  readonly at: string;
  readonly distance: number;
  readonly rewrite: Rewrite;
}

function rewritesIn(cone: Cone, calculation: Calculation, isWritten: (id: string) => boolean): Placed[] {
  return [...cone].flatMap(([at, distance]) => {
    const step = calculation.step(at);
    if (isTransparent(step) && distance > 0) return [];
    const expr = writtenOut(step.expr, calculation, isWritten);
    return rewritesOf(step, expr, calculation).map((rewrite) => ({ at, distance, rewrite }));
  });
}

function habitsAmong(rewrites: readonly Placed[]): Hypothesis[] {
  const habits = new Map<string, Placed[]>();
  for (const placed of rewrites) {
    const { kind, habit } = placed.rewrite;
    if (habit === undefined) continue;
    const key = `${kind} ${habit}`;
    habits.set(key, [...(habits.get(key) ?? []), placed]);
  }
  return [...habits.values()].flatMap((placed): Hypothesis[] => {
    const overrides = new Map<string, Expr<string>>();
    for (const { at, rewrite } of placed) if (!overrides.has(at)) overrides.set(at, rewrite.expr);
    if (overrides.size < 2) return [];
    const [{ at, rewrite }] = placed;
    return [
      {
        mistake: { kind: rewrite.kind, at, about: rewrite.about, everywhere: true },
        overrides,
        distance: Math.min(...placed.map(({ distance }) => distance)),
      },
    ];
  });
}

/** What is near comes first; but among so many neighbours somebody takes the wrong one more rarely. */
function rankOf({ distance, mistake: { kind } }: Hypothesis): number {
  return kind === "other-quantity" ? distance + 1.5 : rare.has(kind) ? distance + 0.5 : distance;
}

const rare: ReadonlySet<MistakeKind> = new Set([
  "activation-missing",
  "factor-missing",
  "output-error-for-hidden",
  "transposed",
]);
