import type { FullCatalogue } from "../../locale/catalogue.ts";
import type { CheckSubject } from "../subject.ts";
import type { Judged, Mistake } from "../verdict.ts";
import { printedLike } from "./digits.ts";
import { type Formulas, formulasOf } from "./formulas.ts";
import { isMethodRight } from "./marks.ts";
import { namesIn, type OwnNumbers, ownNumbers, type WorkedStep, workedStep } from "./own.ts";
import type { Entry, Sheet } from "./sheet.ts";
import { slipSentence } from "./slips.ts";

/** What a report is made from, beside the sheet itself. */
export interface Context {
  readonly sheet: Sheet;
  readonly formulas: Formulas;
  readonly own: OwnNumbers;
  readonly words: FullCatalogue;
}

export function contextOf(subject: CheckSubject, sheet: Sheet, words: FullCatalogue): Context {
  const { checked } = sheet;
  const asChecked = {
    ...subject,
    ...(checked.recognised && { conventions: { ...subject.conventions, ...checked.recognised } }),
  };
  const formulas = formulasOf(asChecked);
  return { sheet, formulas, own: ownNumbers(checked, formulas), words };
}

/** How far off what a mistake gives may be printed, in units of the last place, where it stands on rounded numbers. */
const UNITS = 3;

/** Something that is said under a wrong number: in words, or an equation, which is best broken before its signs. */
export interface Detail {
  readonly kind: "words" | "equation";
  readonly text: string;
}

const inWords = (text: string): Detail => ({ kind: "words", text });
const equation = (text: string): Detail => ({ kind: "equation", text });

/** What there is to say under a wrong number: what it ought to be, what was done instead, and how it is done. */
export function detailsOf(entry: Entry, context: Context): Detail[] {
  const { judged, all } = entry;
  const arithmetic = all.find(({ claim, verdict }) => claim.kind === "arithmetic" && verdict === "wrong");
  const own = judged.claim.kind === "value" ? valueDetails(entry, context) : [];
  const isSaid = own.length > 0 && isMethodRight(entry);
  return [...own, ...(arithmetic && !isSaid ? [inWords(calculationGives(arithmetic, context))] : [])];
}

/** The step that went wrong in names alone, for whoever wants to find the number. */
export function hintFor({ judged }: Entry, { formulas, own }: Context): Detail[] {
  const expr = formulas.of(judged, own.isWritten);
  return judged.id === undefined || expr === undefined ? [] : [equation(`${judged.id} = ${namesIn(expr)}`)];
}

function valueDetails(entry: Entry, context: Context): Detail[] {
  const { expectation, slip, worked } = partsOf(entry, context);
  return [...expectation, ...slip, ...worked];
}

/** The parts of what is said under a wrong number. */
export interface Parts {
  readonly expectation: readonly Detail[];
  /** What was done instead, where that is known. */
  readonly slip: readonly Detail[];
  /** How it is done. */
  readonly worked: readonly Detail[];
}

export function partsOf(entry: Entry, context: Context): Parts {
  const { judged } = entry;
  const { formulas, own, words } = context;
  const expr = formulas.of(judged, own.isWritten);
  const worked = expr && workedStep(expr, judged.claim.claimed, own);
  const slip = slipSentence(judged, { words: words.checking, own, formula: expr });
  return {
    expectation: expectation(entry, context).map(inWords),
    slip: slip === undefined ? [] : slipDetails(slip, insteadOf(judged, context), words),
    worked: worked && judged.id !== undefined ? [equation(`${judged.id} = ${lineOf(worked)}`)] : [],
  };
}

function slipDetails(
  slip: string,
  instead: string | undefined,
  { colon, checking }: FullCatalogue,
): Detail[] {
  if (instead === undefined) return [inWords(`${slip}${checking.stop}`)];
  return [inWords(`${slip}${colon.trimEnd()}`), equation(instead)];
}

/** What it ought to be; and what it ought to be from the learner's own numbers, where these give something else. */
function expectation(entry: Entry, { sheet, words: { checking } }: Context): string[] {
  const { expected, fromOwn, from, claim } = entry.judged;
  if (expected === undefined) return [];
  const right = printedLike(claim.claimed, expected);
  const mine = fromOwn === undefined ? right : printedLike(claim.claimed, fromOwn);
  const numbers = from.map((i) => sheet.checked.claims[i].claim.claimed.text);
  const isMine = numbers.length > 0 && (mine !== right || isMethodRight(entry));
  return [
    ...(mine === right && isMine ? [] : [checking.expected(right)]),
    ...(isMine ? [checking.fromOwn(entry.line, numbers, mine, isMethodRight(entry))] : []),
  ];
}

function calculationGives({ expected, claim }: Judged, { words: { checking } }: Context): string {
  return checking.calculationGives(printedLike(claim.claimed, expected ?? Number.NaN));
}

/** `0.7414 × 0.5932 = 0.4398`: the calculation with the mistake in it, where it is one step. */
function insteadOf(judged: Judged, { formulas, own }: Context): string | undefined {
  const { claimed } = judged.claim;
  const [mistake, other]: readonly Mistake[] = judged.mistakes ?? [];
  const expr = other ? undefined : formulas.withMistake(judged, mistake);
  const worked = expr && workedStep(expr, claimed, own);
  if (!worked || worked.numbers === worked.result) return undefined;
  const units = Math.abs(worked.value - claimed.value) * 10 ** claimed.decimals;
  if (!(units <= UNITS)) return undefined;
  return `${worked.numbers} ${worked.printed === claimed.text ? "=" : "≈"} ${claimed.text}`;
}

function lineOf({ names, numbers, result, approximate }: WorkedStep): string {
  const parts = [names, ...(numbers === result || numbers === names ? [] : [numbers])];
  return `${parts.join(" = ")} ${approximate ? "≈" : "="} ${result}`;
}
