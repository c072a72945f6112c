import type { Step } from "../explain/derive.ts";
import { type Expr, mapRefs } from "../graph/expression.ts";

/** The steps of an explanation, by id. */
export type Steps = ReadonlyMap<string, Step>;

export function stepOf(id: string, steps: Steps): Step {
  const step = steps.get(id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
}

/** The formula of a step in quantities that have a name: ways to the loss, and what is but another name, are put in. */
export function formulaOf({ expr }: Step, steps: Steps): Expr<string> {
  return mapRefs(expr, (id): Expr<string> => {
    const used = stepOf(id, steps);
    return used.rule === "path" || isAlias(used) ? formulaOf(used, steps) : { ref: id };
  });
}

/** Is there nothing to be calculated? */
export function isAlias({ rule, expr }: Step): boolean {
  return rule !== "given" && (typeof expr === "number" || "ref" in expr);
}
