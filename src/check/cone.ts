import { type Expr, mapRefs } from "../graph/expression.ts";
import type { Calculation } from "./calculation.ts";
import { isTransparent } from "./estimate.ts";

/** The steps that a number was calculated through, itself last; each with how many steps before it it stands. */
export type Cone = ReadonlyMap<string, number>;

/**
 * Back from a number to the given ones, or to where `stops` says that it need not go further; of more steps than
 * `most` the nearest.
 */
export function coneOf(
  id: string,
  calculation: Calculation,
  stops: (id: string) => boolean,
  most: number,
): Cone {
  const distances = new Map<string, number>([[id, 0]]);
  const waiting = [id];
  for (let i = 0; i < waiting.length && distances.size < most; i++) {
    const step = calculation.step(waiting[i]);
    const isFree = isTransparent(step) && i > 0;
    const distance = (distances.get(step.id) ?? 0) + (isFree ? 0 : 1);
    for (const use of step.uses) {
      if (distances.has(use) || stops(use) || calculation.step(use).kind === "given") continue;
      distances.set(use, distance);
      waiting.push(use);
    }
  }
  return inOrder(id, distances, calculation);
}

function inOrder(id: string, distances: Cone, calculation: Calculation): Cone {
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

/** A formula with the ways that it adds up written in place, where they are not written down themselves. */
export function writtenOut(
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
