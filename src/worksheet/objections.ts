import { type Expr, mapRefs } from "../graph/expression.ts";
import { evaluate } from "../ops/evaluate.ts";
import { answerText } from "./answer.ts";
import { formulaOf, type Steps, stepOf } from "./formula.ts";
import { isSame, numberOf, workOut } from "./numbers.ts";
import { slipsOf } from "./slips.ts";

/** Numbers that an exercise might have. */
export interface Draft {
  readonly steps: Steps;
  /** By the ids of the steps. */
  readonly values: ReadonlyMap<string, number>;
  /** See `atRandom`. */
  readonly generic: ReadonlyMap<string, number>;
  /** What is asked, by id. */
  readonly blanks: readonly string[];
  /** What is shown of the calculation, by id. */
  readonly shown: ReadonlySet<string>;
  readonly decimals: number;
}

/** Digits that steps are shown with beyond those asked. */
const EXTRA_DECIMALS = 2;

/** Behind the point. */
export function digitsShown(id: string, { shown, decimals }: Draft): number {
  return shown.has(id) ? decimals + EXTRA_DECIMALS : decimals;
}

const SLOPE = 0.02;
const KINK = 0.02;
const LARGEST = 1000;
/** Of a unit of the last place: up to here a number is rounded down, far enough from where it would not be. */
const BORDER = 0.45;
/** Answers have at least two digits that count. */
const SMALLEST_UNITS = 10;

/** What speaks against the numbers, in words that end "most often because …"; undefined where nothing does. */
export function objectionTo(draft: Draft): string | undefined {
  for (const [objection, holds] of Object.entries(objections)) if (holds(draft)) return objection;
  return undefined;
}

const objections: Readonly<Record<string, (draft: Draft) => boolean>> = {
  "a number was out of hand": ({ steps, values }) =>
    [...steps.values()].some(
      ({ id, isForward }) => isForward && !(Math.abs(values.get(id) ?? Number.NaN) < LARGEST),
    ),
  "a neuron was dead or saturated": hasNoSlope,
  "an answer was too small for the digits asked": ({ blanks, values, decimals }) =>
    blanks.some((id) => !(Math.abs(numberOf(id, values)) * 10 ** decimals >= SMALLEST_UNITS)),
  "an answer was close to where rounding turns": ({ blanks, values, decimals }) =>
    blanks.some((id) => !isRoundedDown(numberOf(id, values), decimals)),
  "an answer depended on how the numbers before it were rounded": dependsOnRounding,
  "an answer looked like another number": looksLikeAnother,
  "a common mistake gave the same answer": hidesSlip,
};

/** A function of which hardly anything comes through, or that is near a place where its slope jumps. */
function hasNoSlope({ steps, values }: Draft): boolean {
  const read = (id: string) => numberOf(id, values);
  const isFlat = (expr: Expr<string>): boolean => {
    if (typeof expr === "number" || !("fn" in expr)) return false;
    const [x, y] = expr.args.map((arg) => evaluate(arg, read));
    const out = evaluate(expr, read);
    if (expr.fn === "sigmoid" && out * (1 - out) < SLOPE) return true;
    if (expr.fn === "tanh" && 1 - out * out < SLOPE) return true;
    if (expr.fn === "relu" && x < KINK) return true;
    if ((expr.fn === "max" || expr.fn === "div") && Math.abs(expr.fn === "max" ? x - y : y) < KINK)
      return true;
    return expr.args.some(isFlat);
  };
  return [...steps.values()].some(({ expr, isForward }) => isForward && isFlat(expr));
}

/** Then cutting is no mistake, and whatever is a unit away is one. */
function isRoundedDown(value: number, decimals: number): boolean {
  const units = Math.abs(value) * 10 ** decimals;
  const beyond = units - Math.round(units);
  return Math.abs(beyond) < 1e-6 || (beyond > 0 && beyond <= BORDER);
}

/** Does somebody who rounds every number that is written down get other digits? */
function dependsOnRounding(draft: Draft): boolean {
  const { steps, values, blanks, shown, decimals } = draft;
  const round = (id: string, value: number) => {
    const unit = 10 ** -digitsShown(id, draft);
    return Math.round((shown.has(id) ? numberOf(id, values) : value) / unit) * unit;
  };
  const carried = workOut(steps, (id) => numberOf(id, values), round);
  return blanks.some(
    (id) => answerText(numberOf(id, carried), decimals) !== answerText(numberOf(id, values), decimals),
  );
}

/** Prints an answer as another quantity does that is not the same by its nature. */
function looksLikeAnother({ steps, values, generic, blanks, decimals }: Draft): boolean {
  return blanks.some((id) => {
    const text = answerText(numberOf(id, values), decimals);
    return [...steps.keys()].some(
      (other) =>
        other !== id &&
        answerText(numberOf(other, values), decimals) === text &&
        !isSame(numberOf(other, generic), numberOf(id, generic)),
    );
  });
}

/** Does a slip, or a weight that is updated too early, leave an answer as it is? */
function hidesSlip({ steps, values, generic, blanks, decimals }: Draft): boolean {
  return blanks.some((id) => {
    const formula = formulaOf(stepOf(id, steps), steps);
    const early = mapRefs(formula, (ref) => ({ ref: steps.has(`${ref}⁺`) ? `${ref}⁺` : ref }));
    const wrong = (numbers: ReadonlyMap<string, number>) => {
      const read = (ref: string) => numberOf(ref, numbers);
      return [...slipsOf(formula, read), evaluate(early, read)];
    };
    const byNature = wrong(generic).map((value) => isSame(value, numberOf(id, generic)));
    const text = answerText(numberOf(id, values), decimals);
    return wrong(values).some((value, i) => !byNature[i] && answerText(value, decimals) === text);
  });
}
