import { type Expr, mapRefs } from "../graph/expression.ts";
import type { Claim, Printed } from "./claim.ts";
import { agreesCut, agreesRounded, agreesWithin, type Interval, isOneUnitOut, meaningsOf } from "./digits.ts";
import { anythingIn, certain, intervalOf, propagate } from "./uncertain.ts";
import type { Judged } from "./verdict.ts";

/**
 * Do the numbers that stand there give what is said to come of them? They may be calculated with as printed, or with
 * the digits that they were cut or rounded from.
 * @param isGiven numbers that the example gives are exact
 */
export function judgeArithmetic(claim: Claim, isGiven: (printed: Printed) => boolean): Judged {
  const operands: Printed[] = [];
  const expr = mapRefs(claim.arithmetic ?? claim.claimed.value, (printed): Expr<string> => {
    operands.push(printed);
    return { ref: `${operands.length - 1}` };
  });
  const { claimed } = claim;
  const expected = propagate(expr, (i) => certain(operands[Number(i)].value)).value;
  const common = { claim, expected, from: [] };
  if (agreesRounded(claimed, expected)) return { ...common, verdict: "exact" };
  if (agreesCut(claimed, expected)) return { ...common, verdict: "truncated" };
  const intervals: Interval[] = [];
  const isExact = (printed: Printed) => printed.decimals === 0 || isGiven(printed);
  for (const values of readings(operands.filter((printed) => isHidden(printed) && !isExact(printed)))) {
    const meant = propagate(expr, (i) => {
      const printed = operands[Number(i)];
      const value = values.get(printed);
      if (value !== undefined || isExact(printed)) return certain(value ?? printed.value);
      return anythingIn(meaningsOf(printed), i);
    });
    intervals.push(intervalOf(meant));
  }
  if (agreesWithin(claimed, hullOf(intervals))) return { ...common, verdict: "follows" };
  return { ...common, verdict: "wrong", ...(isOneUnitOut(claimed, expected) && { severity: "last-digit" }) };
}

/** Of a number printed as 0.000 no digit is known: what comes of it may have any size. */
function isHidden({ value, decimals }: Printed): boolean {
  return value === 0 && decimals > 0;
}

const MOST_HIDDEN = 4;

/** Hidden numbers at either end of what they can be, and in the middle; slopes tell nothing that far. */
function readings(hidden: readonly Printed[]): Map<Printed, number>[] {
  return hidden.slice(0, MOST_HIDDEN).reduce<Map<Printed, number>[]>(
    (before, printed) => {
      const { low, high } = meaningsOf(printed);
      return before.flatMap((values) =>
        [low, 0, high].map((value) => new Map([...values, [printed, value] as const])),
      );
    },
    [new Map()],
  );
}

function hullOf(intervals: readonly Interval[]): Interval {
  const finite = intervals.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  return {
    low: Math.min(...finite.map(({ low }) => low)),
    high: Math.max(...finite.map(({ high }) => high)),
  };
}
