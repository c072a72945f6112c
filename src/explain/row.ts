import { type Expr, refsOf } from "../graph/expression.ts";
import { evaluate } from "../ops/evaluate.ts";
import { formatExpr, type Script } from "./notation.ts";
import { parseNumber } from "./numbers.ts";
import type { Page, PageRow } from "./sections.ts";

/** The hand in which a renderer writes. */
export interface Hand {
  readonly script: Script;
  symbol(id: string): string;
  /** As it is printed; what is printed must read back by `parseNumber`. */
  number(value: number): string;
  /** A printed number as it stands in a formula. */
  inFormula?(printed: string): string;
  readonly dot: string;
  /** Between factors of which one is a derivative. */
  readonly wideDot: string;
  /** Between numbers. */
  readonly cross: string;
}

/** The parts of a row as text; a part that would only repeat another is left out. */
export interface WrittenRow {
  readonly formula: string | undefined;
  readonly numbers: string | undefined;
  readonly value: string | undefined;
  /** The numbers as printed do not give the value as printed. */
  readonly approximate: boolean;
}

export function writeRow(row: PageRow, { steps }: Page, hand: Hand): WrittenRow {
  const { script, inFormula = (printed) => printed } = hand;
  const number = (value: number): string => inFormula(hand.number(value));
  const printed = (id: string): string => hand.number(steps.get(id)?.value ?? Number.NaN);
  const write = (expr: Expr<string> | undefined, ref: (id: string) => string, times: string) =>
    expr === undefined ? undefined : formatExpr(expr, { script, ref, number, times });

  const hasDerivative =
    row.formula !== undefined && refsOf(row.formula).some((id) => steps.get(id)?.symbol.wrt);
  const formula = write(row.formula, hand.symbol, hasDerivative ? hand.wideDot : hand.dot);
  const numbers = write(row.numbers, (id) => inFormula(printed(id)), row.forward ? hand.dot : hand.cross);
  const value = row.value === undefined ? undefined : number(row.value);
  return {
    formula: formula === numbers || formula === value ? undefined : formula,
    numbers: numbers === value ? undefined : numbers,
    value,
    approximate: row.value !== undefined && row.numbers !== undefined && !gives(row.numbers, row.value),
  };

  /** Do the numbers as they are printed give the value as it is printed? */
  function gives(expr: Expr<string>, expected: number): boolean {
    const recomputed = evaluate(expr, (id) => parseNumber(printed(id)));
    return parseNumber(hand.number(recomputed)) === parseNumber(hand.number(expected));
  }
}
