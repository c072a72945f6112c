import type { Expr } from "../graph/expression.ts";
import type { SlipWord } from "../locale/checking.ts";
import type { Claim } from "./claim.ts";
import type { Conventions } from "./subject.ts";

/**
 * exact: agrees by rounding. truncated: agrees if the last digit was cut. follows: agrees with what its accepted
 * ancestors, as printed, can give. carried: the same, from an ancestor that is wrong. wrong: none of these.
 * unrecognised: nothing has that name, or two things could be meant and neither fits.
 */
export type Verdict = "exact" | "truncated" | "follows" | "carried" | "wrong" | "unrecognised";

/** Every kind has its words, in every language. */
export type MistakeKind = SlipWord;

/** What somebody seems to have done. */
export interface Mistake {
  readonly kind: MistakeKind;
  /** The id of the quantity in whose calculation the mistake was made. */
  readonly at: string;
  /** What was left out, taken too early or taken instead, by id; of `other-quantity` first what was meant, then what was taken. */
  readonly about: readonly string[];
  /** What the mistake gives. */
  readonly value: number;
  /** Made in every calculation of the kind, not in one. */
  readonly everywhere: boolean;
  /** How `at` was calculated by the mistake, over ids; absent where it shows in several steps. */
  readonly calculated?: Expr<string>;
  /** A second mistake, without which the first does not give the number. */
  readonly also?: Pick<Mistake, "kind" | "at" | "about">;
}

export interface Judged {
  readonly claim: Claim;
  /** The quantity: `net_h1`, `∂E/∂w5`, `w5⁺`; after updates `E after 1`. Absent where unrecognised. */
  readonly id?: string;
  /** In full precision; of arithmetic, what the printed numbers give. */
  readonly expected?: number;
  /** What follows from the author's own printed numbers. */
  readonly fromOwn?: number;
  readonly verdict: Verdict;
  /** One unit out in its last place. */
  readonly severity?: "last-digit";
  /** At most three, the likeliest first; of a wrong number. */
  readonly mistakes?: readonly Mistake[];
  /** The printed numbers that it was judged from, as indices into the claims. */
  readonly from: readonly number[];
}

export interface Checked {
  readonly claims: readonly Judged[];
  /** The wrong claim that comes first in the order of calculation, as an index into `claims`. */
  readonly firstWrong?: number;
  /** What the author does otherwise, where nobody said so but the numbers do. */
  readonly recognised?: Conventions;
}
