import { printedLike } from "./digits.ts";
import type { Formulas } from "./formulas.ts";
import type { Entry, Sheet } from "./sheet.ts";

/** What a number earns, as examiners count: one mark for how it was calculated, one for what came out. */
export interface Marks {
  readonly method: number;
  readonly accuracy: number;
  /** Of the accuracy marks: those for what follows rightly from an earlier mistake. */
  readonly followThrough: number;
  /** How many marks of either kind there were to earn. */
  readonly possible: number;
}

const NONE: Marks = { method: 0, accuracy: 0, followThrough: 0, possible: 0 };

/** Nothing is earned by copying what is given, nor lost by what cannot be told. */
export function marksOf(entry: Entry, formulas: Pick<Formulas, "isGiven">): Marks {
  const { id } = entry.judged;
  if (entry.standing === "unknown" || (id !== undefined && formulas.isGiven(id))) return NONE;
  const isReached = entry.standing !== "wrong";
  return {
    method: isReached || isMethodRight(entry) ? 1 : 0,
    accuracy: isReached ? 1 : 0,
    followThrough: entry.standing === "carried" ? 1 : 0,
    possible: 1,
  };
}

export function totalMarks({ entries }: Sheet, formulas: Pick<Formulas, "isGiven">): Marks {
  return entries
    .map((entry) => marksOf(entry, formulas))
    .reduce(
      (sum, marks) => ({
        method: sum.method + marks.method,
        accuracy: sum.accuracy + marks.accuracy,
        followThrough: sum.followThrough + marks.followThrough,
        possible: sum.possible + marks.possible,
      }),
      NONE,
    );
}

/** Only the last digit is out, or what is written in front of a number gives the right one. */
export function isMethodRight({ judged, all }: Entry): boolean {
  if (judged.severity === "last-digit") return true;
  const value = all.find(({ claim }) => claim.kind === "value");
  const arithmetic = all.find(({ claim }) => claim.kind === "arithmetic");
  if (value?.expected === undefined || arithmetic?.expected === undefined) return false;
  const given = printedLike(value.claim.claimed, arithmetic.expected);
  return [value.expected, value.fromOwn].some(
    (right) => right !== undefined && printedLike(value.claim.claimed, right) === given,
  );
}
