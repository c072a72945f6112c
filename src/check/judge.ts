import { evaluate } from "../ops/evaluate.ts";
import { offsetOf } from "../tensor/shape.ts";
import type { Calculation, Concrete, Step } from "./calculation.ts";
import type { Claim, Printed } from "./claim.ts";
import { agreesCut, agreesRounded, agreesWithin, digitsOf, isOneUnitOut, isWhole } from "./digits.ts";
import { type Estimates, estimatesOf } from "./estimate.ts";

import type { Names } from "./names.ts";
import { scatterOf } from "./scatter.ts";
import type { Precision } from "./subject.ts";
import type { Evidence } from "./trials.ts";
import { intervalOf } from "./uncertain.ts";
import type { Judged } from "./verdict.ts";

/** The values of a working, judged, and what is needed to look for mistakes. */
export interface Judgement {
  /** One for each claim; those that are no values remain unrecognised. */
  readonly judged: readonly Judged[];
  /** The values that were recognised, in the order of calculation, as indices. */
  readonly order: readonly number[];
  readonly evidence: Evidence;
}

/** Claims are judged in the order of calculation, each from those that it depends on. */
export function judgeValues(
  claims: readonly Claim[],
  names: Names,
  calculation: Calculation,
  precision?: Precision,
): Judgement {
  const meanings = claims.map(({ kind, name, step = 0, sample }) =>
    kind === "value" ? names.meanings(name, step, sample) : [],
  );
  const digits = digitsOf(roundedNumbers(claims, meanings, calculation));
  const accepted = new Map<string, number[]>();
  const rejected = new Map<string, number[]>();
  const lineages = new Map<string, Lineage>();
  const numbersOf = (indices: readonly number[] = []) =>
    indices.slice(0, TIMES).map((i) => claims[i].claimed);
  const byHand = { digits, scatter: scatterOf(calculation, unitOf(precision ?? "float64")) };
  const arithmetic = precision ? { ...byHand, unit: unitOf(precision) } : byHand;
  const right = estimatesOf(calculation, arithmetic, (id) => numbersOf(accepted.get(id)));
  const written = (id: string) => numbersOf(rejected.get(id) ?? accepted.get(id));
  const own = estimatesOf(calculation, byHand, written);
  const order = inOrder(claims, meanings, calculation);
  const judged: Judged[] = claims.map((claim) => ({ claim, verdict: "unrecognised", from: [] }));
  for (const i of order) {
    judged[i] = judge(i);
    const { id, verdict } = judged[i];
    if (id === undefined) continue;
    const table = verdict === "wrong" || verdict === "carried" ? rejected : accepted;
    const bearer = bearerOf(id);
    const before = table.get(bearer);
    if (before) before.push(i);
    else table.set(bearer, [i]);
  }
  const isWritten = (id: string) => rejected.has(bearerOf(id)) || accepted.has(bearerOf(id));
  const numbers = new Map(
    order.flatMap((i) => (judged[i].id === undefined ? [] : [[judged[i].id, claims[i].claimed] as const])),
  );
  return { judged, order, evidence: { calculation, digits, own, isWritten, numbers } };

  function judge(i: number): Judged {
    const judgements = meanings[i].map((id) => judgeAs(claims[i], id));
    const fitting = judgements.find(({ verdict }) => verdict !== "wrong");
    if (fitting) return fitting;
    const isParameter = calculation.step(meanings[i][0]).kind === "given" && meanings[i].length === 2;
    if (judgements.length === 1 || isParameter) return judgements[judgements.length - 1];
    return nearestOf(judgements) ?? { claim: claims[i], verdict: "unrecognised", from: [] };
  }

  function judgeAs(claim: Claim, id: string): Judged {
    const step = calculation.step(id);
    const { claimed } = claim;
    const common = { claim, id, expected: step.value };
    if (agreesRounded(claimed, step.value)) return { ...common, verdict: "exact", from: [] };
    if (agreesCut(claimed, step.value)) return { ...common, verdict: "truncated", from: [] };
    if (step.kind === "given" && !(step.stage > 0 && fits(claimed, right, id)))
      return { ...common, verdict: "wrong", ...severity(claimed, [step.value]), from: [] };
    const bearer = bearerOf(id);
    const { from, fromOwn } = lineageOf(calculation.step(bearer));
    if (fits(claimed, right, bearer)) {
      return { ...common, verdict: "follows", fromOwn, from: from.filter((j) => !isRejected(j)) };
    }
    if (!from.some(isRejected) && followsShortened(claimed, calculation.step(bearer), from)) {
      return { ...common, verdict: "follows", fromOwn, from };
    }
    const isCarried = from.some(isRejected) && fits(claimed, own, bearer);
    if (isCarried || repeats(claimed, id)) return { ...common, fromOwn, verdict: "carried", from };
    return { ...common, fromOwn, verdict: "wrong", ...severity(claimed, [step.value, fromOwn]), from };
  }

  /** A parameter after updates is what the last of them gave. */
  function bearerOf(id: string): string {
    const { kind, expr, element } = calculation.step(id);
    const isAlias = kind === "update" && element?.node.op.arity === 0;
    return isAlias && typeof expr === "object" && "ref" in expr ? bearerOf(expr.ref) : id;
  }

  /** The written numbers before a step, and what they give; whatever comes before it has been judged by now. */
  function lineageOf(step: Step): Lineage {
    const known = lineages.get(step.id);
    if (known) return known;
    const lineage = { from: ancestors(step), fromOwn: valueFrom(step) };
    lineages.set(step.id, lineage);
    return lineage;
  }

  /** The same wrong number once more. */
  function repeats(claimed: Printed, id: string): boolean {
    return numbersOf(rejected.get(bearerOf(id))).some(({ value }) => value === claimed.value);
  }

  function isRejected(j: number): boolean {
    const { verdict } = judged[j];
    return verdict === "wrong" || verdict === "carried";
  }

  /** The written numbers nearest before it. */
  function ancestors({ uses }: Step): number[] {
    const found = new Set<number>();
    const seen = new Set<string>();
    const waiting = [...uses];
    for (let id = waiting.pop(); id !== undefined && seen.size < NEAR; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const here = rejected.get(id) ?? accepted.get(id);
      if (here) for (const j of here.slice(0, TIMES)) found.add(j);
      else waiting.push(...calculation.step(id).uses);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Numbers that are printed with all that a program keeps may be calculated with in fewer digits. */
  function followsShortened(claimed: Printed, step: Step, from: readonly number[]): boolean {
    if (!from.some((i) => claims[i].claimed.decimals > LONG)) return false;
    return SHORTENED.some((decimals) => {
      const value = valueFrom(step, (printed) =>
        printed.decimals > LONG ? Number(printed.value.toFixed(decimals)) : printed.value,
      );
      return agreesRounded(claimed, value) || agreesCut(claimed, value);
    });
  }

  /** Calculated on from the numbers as they are printed. */
  function valueFrom(step: Step, numberOf = ({ value }: Printed): number => value): number {
    const known = new Map<string, number>();
    const read = (id: string): number => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const [number] = written(id).slice(-1);
      const { expr, kind, value } = calculation.step(id);
      const made = number
        ? numberOf(number)
        : kind === "given" || known.size > NEAR
          ? value
          : evaluate(expr, read);
      known.set(id, made);
      return made;
    };
    return evaluate(step.expr, read);
  }
}

/** The numbers that were calculated, and of these rather those that had to be rounded. */
function roundedNumbers(
  claims: readonly Claim[],
  meanings: readonly (readonly string[])[],
  calculation: Calculation,
): Printed[] {
  const calculated = claims.flatMap(({ claimed }, i) => {
    const steps = meanings[i].map((id) => calculation.step(id)).filter(({ kind }) => kind !== "given");
    return steps.length === 0
      ? []
      : [{ claimed, isWhole: steps.some(({ value }) => isWhole(claimed, value)) }];
  });
  const cut = calculated.filter((number) => !number.isWhole);
  return (cut.length > 0 ? cut : calculated).map(({ claimed }) => claimed);
}

interface Lineage {
  /** As indices into the claims. */
  readonly from: readonly number[];
  /** From the numbers as they are printed. */
  readonly fromOwn: number;
}

/** What a program keeps of a number, relative to it: twice what rounding takes, as its order of adding up is not ours. */
function unitOf(precision: Precision): number {
  return { float16: 2 ** -10, float32: 2 ** -23, float64: 2 ** -52 }[precision];
}

/** A number that is written more often than this is not read further. */
const TIMES = 20;

/** Nobody copies more decimals than these by hand. */
const LONG = 10;
const SHORTENED = [3, 4, 5, 6] as const;

/** Further than so many quantities before it nobody's own numbers are looked for. */
const NEAR = 5000;

function fits(claimed: Printed, estimates: Estimates, id: string): boolean {
  return agreesWithin(claimed, intervalOf(estimates.derived(id)));
}

/** Of readings that are all wrong, the one that is clearly meant: undefined where another is not far off either. */
function nearestOf(judgements: readonly Judged[]): Judged | undefined {
  const distance = ({ claim, expected = Number.POSITIVE_INFINITY }: Judged) =>
    Math.abs(claim.claimed.value - expected);
  const [nearest, second] = [...judgements].sort((a, b) => distance(a) - distance(b));
  return distance(nearest) * CLEARLY <= distance(second) ? nearest : undefined;
}

/** A number that is so many times as far from all else that its name can mean is meant for what it is near. */
const CLEARLY = 10;

function severity(claimed: Printed, values: readonly number[]): { severity?: "last-digit" } {
  return values.some((value) => isOneUnitOut(claimed, value)) ? { severity: "last-digit" } : {};
}

/** Each claim after those that it may depend on; what is independent stays in the order of the page. */
function inOrder(
  claims: readonly Claim[],
  meanings: readonly (readonly string[])[],
  calculation: Calculation,
): number[] {
  const keys = meanings.map((ids) =>
    ids
      .map((id) => placeOf(calculation.step(id), calculation))
      .sort(compare)
      .pop(),
  );
  return claims
    .map((_, i) => i)
    .filter((i) => keys[i] !== undefined)
    .sort((a, b) => compare(keys[a] ?? [], keys[b] ?? []) || a - b);
}

/**
 * Where a step comes in the order of calculation: after how many updates; forward, backward or update; there by layer,
 * backward from the last; within a layer first what leads on, then what its parameters get; then as counted.
 */
function placeOf(step: Step, calculation: Calculation): readonly number[] {
  const { kind, stage, element, wrt, uses } = step;
  const offset = (part: Concrete | undefined) => (part ? offsetOf(part.node.shape, part.at) : 0);
  const backward = wrt ?? element;
  switch (kind) {
    case "given":
      return [stage, 0];
    case "value":
      return [stage, 1, element?.node.id ?? 0, 0, offset(element)];
    case "local":
    case "path":
    case "gradient": {
      const isLeaf = backward?.node.op.arity === 0;
      const layer = isLeaf ? layerOf(step, calculation) : (backward?.node.id ?? 0);
      const rank = isLeaf ? 3 + (backward?.node.id ?? 0) : ["local", "path", "gradient"].indexOf(kind);
      return [stage, 2, -layer, rank, offset(backward)];
    }
    case "update":
      // a parameter after updates is there before the next forward pass
      if (element?.node.op.arity === 0) return [stage, 0];
      return [stage, 3, -layerOf(step, calculation), element?.node.id ?? 0, offset(element)];
    case "formula": {
      const last = uses
        .map((use) => placeOf(calculation.step(use), calculation))
        .sort(compare)
        .pop();
      return [...(last ?? [stage, 0]), 1];
    }
  }
}

/** The node of the forward pass behind which a parameter gets its gradient, and what follows from that. */
function layerOf({ kind, stage, uses, element }: Step, calculation: Calculation): number {
  if (kind === "local") return element?.node.id ?? 0;
  const nodes = uses.flatMap((use): number[] => {
    const step = calculation.step(use);
    if (step.stage !== stage || step.kind === "value" || step.kind === "given") return [];
    if (step.kind === "update") return [layerOf(step, calculation)];
    const above = step.kind === "path" ? step.element : step.wrt;
    return above ? [above.node.op.arity === 0 ? layerOf(step, calculation) : above.node.id] : [];
  });
  return nodes.length > 0 ? Math.min(...nodes) : LAST;
}

const LAST = 1e9;

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
