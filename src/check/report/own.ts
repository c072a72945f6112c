import { formatExpr } from "../../explain/page/notation.ts";
import { formatGiven } from "../../explain/page/numbers.ts";
import { plain } from "../../explain/text/plain.ts";
import { type Expr, refsOf } from "../../graph/expression.ts";
import { evaluate } from "../../ops/evaluate.ts";
import type { Printed } from "../claim.ts";
import type { Checked } from "../verdict.ts";
import { beside, numberIn, printedLike } from "./digits.ts";
import type { Formulas } from "./formulas.ts";

/** The numbers of a calculation as a learner has them, and as they are where the learner has none. */
export interface OwnNumbers {
  isWritten(id: string): boolean;
  /** Beside a number with so many decimals; undefined of what is not known. */
  text(id: string, decimals: number): string | undefined;
  value(id: string): number;
}

export function ownNumbers({ claims }: Checked, formulas: Formulas): OwnNumbers {
  const written = new Map<string, Printed>();
  for (const { id, claim } of claims) {
    if (id !== undefined && claim.kind === "value") written.set(id, claim.claimed);
  }
  const resolved = (id: string) => (written.has(id) ? id : (formulas.sameAs(id) ?? id));
  return {
    isWritten: (id) => written.has(id),
    text(id, decimals) {
      const same = resolved(id);
      const own = written.get(same);
      if (own) return withMinus(printedLike(own, own.value));
      const value = formulas.value(same);
      if (value === undefined) return undefined;
      return formulas.isGiven(same) ? formatGiven(value, { decimals: 17 }) : beside(decimals, value);
    },
    value(id) {
      const same = resolved(id);
      return written.get(same)?.value ?? formulas.value(same) ?? Number.NaN;
    },
  };
}

/** A step as a learner would write it: in names, in the numbers that stand on the sheet, and what they give. */
export interface WorkedStep {
  readonly names: string;
  readonly numbers: string;
  readonly result: string;
  readonly value: number;
  /** What the numbers as printed give. */
  readonly printed: string;
  /** The numbers as printed would give another last digit. */
  readonly approximate: boolean;
}

export function namesIn(expr: Expr<string>): string {
  const times = refsOf(expr).some((id) => id.startsWith("∂")) ? " · " : "·";
  return formatExpr(expr, { script: plain, ref: (id) => id, number: literal, times });
}

export function workedStep(expr: Expr<string>, claimed: Printed, own: OwnNumbers): WorkedStep | undefined {
  const decimals = Math.max(0, claimed.decimals);
  const texts = new Map(refsOf(expr).map((id) => [id, own.text(id, decimals)]));
  if ([...texts.values()].includes(undefined)) return undefined;
  const ref = (id: string) => texts.get(id) ?? "";
  const value = evaluate(expr, own.value);
  const result = printedLike(claimed, value);
  const numbers = formatExpr(expr, { script: plain, ref, number: literal, times: " × " });
  const printed = printedLike(
    claimed,
    evaluate(expr, (id) => numberIn(ref(id))),
  );
  return { names: namesIn(expr), numbers, result, value, printed, approximate: printed !== result };
}

const literal = (value: number): string => withMinus(String(value));

/** With the sign that formulas have. */
function withMinus(text: string): string {
  return text.startsWith("-") ? `−${text.slice(1)}` : text;
}
