import { type Step, stepsInOrder } from "./derive.ts";
import type { Drift, Explained, ExplainedPlace, Explanation } from "./explain.ts";
import { withoutSample } from "./names.ts";
import { formatExpr } from "./page/notation.ts";
import { plain } from "./text/plain.ts";
import type { Why } from "./why.ts";

/** One line of a derivation: `symbol = formula = substituted = value`. */
export interface StepJson {
  readonly id: string;
  readonly rule: string;
  /** The ids of the steps that the formula reads. */
  readonly uses: readonly string[];
  readonly symbol: string;
  readonly formula: string;
  readonly substituted: string;
  readonly value: number;
}

export interface DerivationJson {
  readonly of: string;
  readonly place?: ExplainedPlace;
  /** On how many ways it acts on the loss. */
  readonly paths?: number;
  /** Of a forward value: the value. */
  readonly value?: number;
  readonly gradient?: number;
  /** Of a parameter: its next value, null where it is frozen. */
  readonly updated?: number | null;
  readonly why?: Why;
  /** Each after those that it uses, the given numbers first. */
  readonly steps: readonly StepJson[];
}

/** An explanation as plain data (`schemas/explanation.schema.json`), every number in full precision. */
export interface ExplanationJson {
  /** Values of the forward pass by name; several samples: arrays in their order. */
  readonly forward: Readonly<Record<string, number | readonly number[]>>;
  readonly loss: number;
  readonly lossTerms: Readonly<Record<string, number | readonly number[]>>;
  readonly derivations: readonly DerivationJson[];
  /** Where it was calculated on with rounded numbers: the results that came out differently. */
  readonly drifts?: readonly Drift[];
}

export function explanationToJson(explanation: Explanation): ExplanationJson {
  const { steps, forward, lossTerms, loss, explained, drifts } = explanation;
  const numberOf = (id: string): number => steps.get(id)?.value ?? Number.NaN;
  return {
    forward: bySample(forward.flat(), numberOf),
    loss: numberOf(loss),
    lossTerms: bySample(lossTerms, numberOf),
    ...(drifts && { drifts }),
    derivations: explained.map((one) => derivationToJson(one, numberOf)),
  };
}

function derivationToJson(
  { of, place, paths, derivation, updated, why }: Explained,
  numberOf: (id: string) => number,
): DerivationJson {
  const root = derivation.steps.get(derivation.root) as Step;
  const steps = new Map(stepsInOrder(derivation).map((step) => [step.id, step]));
  if (updated) for (const step of stepsInOrder(updated)) steps.set(step.id, step);
  return {
    of,
    ...(place !== undefined && { place }),
    ...(paths !== undefined && { paths }),
    ...(root.rule === "gradient" ? { gradient: root.value } : { value: root.value }),
    ...(updated !== undefined && { updated: updated && numberOf(updated.root) }),
    ...(why && { why }),
    steps: [...steps.values()].map((step) => stepToJson(step, numberOf)),
  };
}

function stepToJson({ id, rule, expr, value, uses }: Step, numberOf: (id: string) => number): StepJson {
  const number = (x: number) => String(x).replace(/^-/, "−");
  return {
    id,
    rule,
    uses,
    symbol: id,
    formula: formatExpr(expr, { script: plain, ref: (use) => use, number, times: " · " }),
    substituted: formatExpr(expr, {
      script: plain,
      ref: (use) => number(numberOf(use)),
      number,
      times: " × ",
    }),
    value,
  };
}

/** `net_h1#2` is the second number under `net_h1`. */
function bySample(
  ids: readonly string[],
  numberOf: (id: string) => number,
): Record<string, number | number[]> {
  const values: Record<string, number | number[]> = {};
  for (const id of ids) {
    const name = withoutSample(id);
    const before = values[name];
    if (name === id) values[name] = numberOf(id);
    else if (Array.isArray(before)) before.push(numberOf(id));
    else values[name] = [numberOf(id)];
  }
  return values;
}
