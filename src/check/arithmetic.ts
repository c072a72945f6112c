import { type Expr, mapRefs } from "../graph/expression.ts";
import type { Claim, Printed } from "./claim.ts";
import { agreesCut, agreesRounded, agreesWithin, isOneUnitOut, meaningsOf } from "./digits.ts";
import { anythingIn, certain, intervalOf, propagate } from "./uncertain.ts";
import type { Judged } from "./verdict.ts";

/**
 * Do the numbers that stand there give what is said to come of them? They may be calculated with as printed, or with
 * the digits that they were cut or rounded from.
 * @param isGiven numbers that the example gives are exact
 */
export function judgeArithmetic(claim: Claim, isGiven: (value: number) => boolean): Judged {
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
  const meant = propagate(expr, (i) => {
    const printed = operands[Number(i)];
    const isExact = printed.decimals === 0 || isGiven(printed.value);
    return isExact ? certain(printed.value) : anythingIn(meaningsOf(printed), i);
  });
  if (agreesWithin(claimed, intervalOf(meant))) return { ...common, verdict: "follows" };
  return { ...common, verdict: "wrong", ...(isOneUnitOut(claimed, expected) && { severity: "last-digit" }) };
}
