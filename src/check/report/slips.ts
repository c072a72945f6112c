import type { Expr } from "../../graph/expression.ts";
import { refsOf } from "../../graph/expression.ts";
import type { CheckingWords } from "../../locale/checking.ts";
import type { Judged, Mistake } from "../verdict.ts";
import type { OwnNumbers } from "./own.ts";

/** The numbers that slips are told with, and the formula that they are told beside. */
export interface SlipContext {
  readonly words: CheckingWords;
  readonly own: Pick<OwnNumbers, "text">;
  /** Of the number that is wrong. */
  readonly formula?: Expr<string> | undefined;
}

/** `0.4398 is what you get when the factor ∂out_o1/∂net_o1 = 0.1868 is left out`; undefined where nothing is known. */
export function slipSentence(judged: Judged, context: SlipContext): string | undefined {
  const { mistakes = [], claim } = judged;
  if (mistakes.length === 0) return undefined;
  const slips = mistakes.map((mistake) => slipOf(mistake, judged, context));
  return context.words.gives(claim.claimed.text, [...new Set(slips)]);
}

function slipOf(mistake: Mistake, judged: Judged, context: SlipContext): string {
  const { words } = context;
  const first = clause(mistake, judged, context);
  const whole = mistake.everywhere ? words.throughout(first) : first;
  return mistake.also
    ? words.both(whole, clause({ ...mistake.also, everywhere: false }, judged, context))
    : whole;
}

function clause(
  { kind, at, about, everywhere }: Pick<Mistake, "kind" | "at" | "about" | "everywhere">,
  judged: Judged,
  { words, own, formula }: SlipContext,
): string {
  const decimals = Math.max(0, judged.claim.claimed.decimals);
  const named = (id: string): string => {
    const number = own.text(id, decimals);
    return number === undefined ? id : `${id} = ${number}`;
  };
  // what is done throughout is done with more than these
  const slip = words.slips[kind]({ at, about: everywhere ? [] : [...new Set(about)].map(named) });
  const isHere =
    everywhere ||
    at === judged.id ||
    slip.includes(at) ||
    (formula && refsOf(formula).some((id) => about.includes(id)));
  return isHere ? slip : words.within(slip, at);
}
