import { judgeArithmetic } from "./arithmetic.ts";
import { calculationOf } from "./calculation.ts";
import type { Claim, Working } from "./claim.ts";
import { countingOf } from "./counting.ts";
import { givenNumbers } from "./given.ts";
import { judgeValues } from "./judge.ts";
import type { Counting } from "./layered.ts";
import { searchOf } from "./mistakes.ts";
import { namesOf } from "./names.ts";
import { trainedLeaves } from "./rerun.ts";
import type { CheckSubject } from "./subject.ts";
import type { Checked, Judged } from "./verdict.ts";

/** Mistakes are looked for in so many wrong numbers, in the order of calculation. */
const SEARCHED = 20;

/**
 * Judges every number of a working against the calculation that it is about, finds the first that is wrong, and looks
 * for what was done instead.
 * @throws InputError where one of the subject's names stands for something that is no formula
 */
export function checkWorking(subject: CheckSubject, working: Working): Checked {
  const checked = checkAs(subject, working);
  const isOpen = subject.conventions?.delta === undefined && deltasIn(working) > 1;
  if (checked.firstWrong === undefined || !isOpen) return checked;
  const conventions = { ...subject.conventions, delta: "-dE/dnet" } as const;
  const negative = checkAs({ ...subject, conventions }, working);
  return isBorneOut(negative) ? { ...negative, recognised: { delta: "-dE/dnet" } } : checked;
}

/**
 * Of wrong numbers that do not follow from one another, the first on a page whose numbers come after those that they
 * are calculated from; on any other page the first in the order of calculation.
 */
function firstOf(wrong: readonly number[], claims: readonly Judged[]): number | undefined {
  const isInOrder = claims.every(({ from }, i) => from.every((before) => before < i));
  const isRoot = (i: number) => claims[i].from.every((before) => !isWrongOrCarried(claims[before]));
  const roots = wrong.filter(isRoot);
  const [first] = roots.length > 0 ? roots : wrong;
  return isInOrder && roots.length > 0 ? Math.min(...roots) : first;
}

function isWrongOrCarried({ verdict }: Judged): boolean {
  return verdict === "wrong" || verdict === "carried";
}

function deltasIn({ claims }: Working): number {
  return new Set(claims.map(({ name }) => name).filter((name) => /δ|delta|Δ/i.test(name))).size;
}

/** δ is −∂E/∂net for an author where every δ is, and what is calculated from them is right nevertheless. */
function isBorneOut({ claims, firstWrong }: Checked): boolean {
  const ids = claims.flatMap(({ id, claim }) => (id !== undefined && claim.kind === "value" ? [id] : []));
  const deltas = new Set(ids.filter((id) => id.startsWith("−")));
  const others = ids.filter((id) => id.startsWith("∂") || id.includes("⁺"));
  return firstWrong === undefined && deltas.size > 1 && others.length > 0;
}

function checkAs(subject: CheckSubject, working: Working): Checked {
  const isSequential = subject.conventions?.update === "sequential";
  const calculation = calculationOf((stage) => subject.at(stage), isSequential ? trainedLeaves() : undefined);
  const namesWith = (counting: Counting) => namesOf(subject, calculation, counting);
  const names = namesWith(countingOf(working.claims, calculation, namesWith));
  const { judged, order, evidence } = judgeValues(
    working.claims,
    names,
    calculation,
    subject.conventions?.precision,
  );
  const isGiven = givenNumbers(calculation);
  const claims = judged.map((value, i) => {
    const claim = working.claims[i];
    return claim.kind === "value" ? value : arithmeticOf(claim);
  });
  const wrong = order.filter((i) => claims[i].verdict === "wrong");
  const search = searchOf(evidence);
  for (const i of wrong.slice(0, SEARCHED)) {
    const { id, claim } = claims[i];
    const mistakes = id === undefined ? [] : search(claim.claimed, id);
    if (mistakes.length > 0) claims[i] = { ...claims[i], mistakes };
  }
  const firstWrong = firstOf(wrong, claims) ?? claims.findIndex(({ verdict }) => verdict === "wrong");
  return { claims, ...(firstWrong >= 0 && { firstWrong }) };

  function arithmeticOf(claim: Claim): Judged {
    const [id] = claim.name === "" ? [] : names.meanings(claim.name, claim.step ?? 0, claim.sample);
    return { ...judgeArithmetic(claim, isGiven), ...(id !== undefined && { id }) };
  }
}
