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
 * Reads what an author's name stands for: `-delta_o1`, `net_h1 after 1`, `2 E summed after 0 to 9`.
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
  return { formula: parseFormula(name), ...(step !== undefined && { from: step }) };
}
