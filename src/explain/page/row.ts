import { type Expr, refsOf } from "../../graph/expression.ts";
import { evaluate } from "../../ops/evaluate.ts";
import { formatExpr, type Script } from "./notation.ts";
import { formatGiven, formatNumber, type Precision, parseNumber } from "./numbers.ts";
import type { Page, PageRow } from "./sections.ts";

/** The hand in which a renderer writes. */
export interface Hand {
  readonly script: Script;
  symbol(id: string): string;
  readonly precision: Precision;
  /** A printed number as it stands in a formula. */
  inFormula?(printed: string): string;
  /** A symbol or a number of a formula, so that a reader can tell which quantity it stands for. */
  mark?(id: string, written: string): string;
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
  const { script, precision, inFormula = (printed) => printed, mark = (_, text) => text } = hand;
  const written = (id: string): string => {
    const step = steps.get(id);
    return step?.rule === "given"
      ? formatGiven(step.value, precision)
      : formatNumber(step?.value ?? NaN, precision);
  };
  const literal = (value: number): string => inFormula(formatGiven(value, precision));
  const write = (expr: Expr<string> | undefined, ref: (id: string) => string, times: string) =>
    expr === undefined ? undefined : formatExpr(expr, { script, ref, number: literal, times });

  const hasDerivative =
    row.formula !== undefined && refsOf(row.formula).some((id) => steps.get(id)?.symbol.wrt);
  const numeral = (id: string): string => inFormula(written(id));
  const signs = {
    formula: hasDerivative ? hand.wideDot : hand.dot,
    numbers: row.forward ? hand.dot : hand.cross,
  };
  const formula = write(row.formula, hand.symbol, signs.formula);
  const numbers = write(row.numbers, numeral, signs.numbers);
  const isGiven = "id" in row.label && steps.get(row.label.id)?.rule === "given";
  const printed =
    row.value === undefined ? undefined : (isGiven ? formatGiven : formatNumber)(row.value, precision);
  const value = printed && inFormula(printed);
  const marked = (expr: typeof row.formula, ref: (id: string) => string, times: string) =>
    write(expr, (id) => mark(id, ref(id)), times);
  return {
    formula:
      formula === numbers || formula === value ? undefined : marked(row.formula, hand.symbol, signs.formula),
    numbers: numbers === value ? undefined : marked(row.numbers, numeral, signs.numbers),
    value,
    approximate: printed !== undefined && row.numbers !== undefined && !gives(row.numbers, printed),
  };

  /** Do the numbers as they are printed give the value as it is printed? */
  function gives(expr: Expr<string>, expected: string): boolean {
    const recomputed = evaluate(asPrinted(expr, precision), (id) => parseNumber(written(id)));
    return Object.is(parseNumber(formatNumber(recomputed, precision)), parseNumber(expected));
  }
}

/** The same expression with its own numbers as they are printed. */
function asPrinted(expr: Expr<string>, precision: Precision): Expr<string> {
  if (expr === Math.PI) return expr;
  if (typeof expr === "number") return parseNumber(formatGiven(expr, precision));
  if ("ref" in expr || "sum" in expr) return expr;
  return { fn: expr.fn, args: expr.args.map((arg) => asPrinted(arg, precision)) };
}
