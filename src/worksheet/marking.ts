import type { Executed } from "../autodiff/executed.ts";
import { calculationOf } from "../check/calculation.ts";
import type { Claim } from "../check/claim.ts";
import { unitOf } from "../check/digits.ts";
import { type Judgement, judgeValues } from "../check/judge.ts";
import { namesOf } from "../check/names.ts";
import { intervalOf } from "../check/uncertain.ts";
import { answerText, fixed, printedOf } from "./answer.ts";
import { numberOf } from "./numbers.ts";
import { type Draft, digitsShown } from "./objections.ts";

/** Which numbers count as the answer, ends included. */
export interface Tolerance {
  readonly low: number;
  readonly high: number;
}

/**
 * By id, what the checker accepts of each answer on a sheet of which all other numbers are right; undefined where
 * that is also a number that differs from an answer in its last digit.
 */
export function tolerancesOf(executed: Executed, draft: Draft): ReadonlyMap<string, Tolerance> | undefined {
  const calculation = calculationOf(() => executed);
  const names = namesOf({ at: () => executed }, calculation);
  const judge = (claims: readonly Claim[]) => judgeValues(claims, names, calculation);
  const claims = claimsOf(draft, answerText);
  const asked = [...claims.keys()].slice(draft.shown.size);
  const isStrict = asked.every((i) =>
    [-1, 1].every((side) => judge(claims.with(i, beside(claims[i], side))).judged[i].verdict === "wrong"),
  );
  if (!isStrict) return undefined;
  // to a checker, a whole number with no digits behind the point says less than it does to whoever set it
  const key = judge(claimsOf(draft, fixed));
  return new Map(asked.map((i) => [claims[i].name, toleranceOf(key, i)]));
}

/** The numbers on the sheet, filled in: what is shown, and the answers. */
function claimsOf(draft: Draft, write: (value: number, decimals: number) => string): Claim[] {
  const { shown, blanks, values } = draft;
  return [...shown, ...blanks].map((name, i) => {
    const text = (shown.has(name) ? fixed : write)(numberOf(name, values), digitsShown(name, draft));
    const claimed = printedOf(text);
    return { name, kind: "value", claimed, line: i + 1, column: 1 };
  });
}

/** A number so many units of its last place away. */
function beside(claim: Claim, units: number): Claim {
  const { value, decimals } = claim.claimed;
  return { ...claim, claimed: printedOf(fixed(value + units * unitOf(claim.claimed), decimals)) };
}

/** Somebody who writes more digits than are asked writes at least one more. */
const FINER = 10;
/** The ends of a tolerance are written to this part of a unit of the last place asked. */
const FINENESS = 100;
/** Digits behind the point of such an end. */
const LONGEST = 12;

/**
 * The answer as printed, and all with more digits that could be rounded, or cut, from a number of the checker's
 * interval. Ends are rounded outwards, so that floating point decides nothing.
 */
function toleranceOf({ judged, evidence }: Judgement, i: number): Tolerance {
  const { claim, id, expected, verdict } = judged[i];
  const { claimed: printed, name } = claim;
  if (id === undefined || expected === undefined || verdict !== "exact")
    throw new Error(`${name} = ${printed.text}: expected an answer that is exact, judged to be ${verdict}`);
  const { low, high } = intervalOf(evidence.own.derived(id));
  const unit = unitOf(printed);
  const [below, above] = expected > 0 ? [1, 0.5] : [0.5, 1];
  const first = Math.min(printed.value, Math.min(low, expected) - (below * unit) / FINER);
  const last = Math.max(printed.value, Math.max(high, expected) + (above * unit) / FINER);
  const step = unit / FINENESS;
  const end = (steps: number) => Number((steps * step).toFixed(LONGEST));
  return { low: end(Math.floor(first / step) - 1), high: end(Math.ceil(last / step) + 1) };
}
