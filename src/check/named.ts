import type { Expr } from "../graph/expression.ts";
import type { Printed } from "./claim.ts";
import { type NameRef, parseFormula, stepOfName } from "./read/index.ts";

/** What an author's name stands for. */
export interface Named {
  readonly formula: Expr<Printed | NameRef>;
  /** After how many updates, where that is said; else as the working says. */
  readonly from?: number;
  /** Added up from there to here. */
  readonly to?: number;
}

const LONGEST_SUM = 1000;
const SUMMED = /^(.+?),? summed after (\d{1,9}) to (\d{1,9})$/s;

/**
 * Reads what an author's name stands for: `-delta_o1`, `net_h1 after 1`, `w5 after 1 - w5`, `2 E summed after 0 to 9`.
 * @throws InputError where it is no formula
 */
export function namedOf(text: string): Named {
  const summed = SUMMED.exec(text.trim());
  if (summed) {
    const [, formula, from, to] = summed;
    const last = Math.min(Number(to), Number(from) + LONGEST_SUM);
    return { formula: parseFormula(formula), from: Number(from), to: last };
  }
  const { name, step } = stepOfName(text.trim());
  if (step !== undefined && !/\s/.test(name)) return { formula: parseFormula(name), from: step };
  return { formula: parseFormula(text.replaceAll(/ after (\d{1,9})\b/g, `${AFTER}$1`)) };
}

/** Within a formula the step of a name is made part of it. */
const AFTER = "_after_";

/** The step that is part of a name in a formula, and the name without it. */
export function placedName(name: string): { readonly name: string; readonly step?: number } {
  const [before, step] = name.split(AFTER);
  return step === undefined ? { name } : { name: before, step: Number(step) };
}
