import { readerOf } from "../../explain/read.ts";
import { explain } from "../../explain/explain.ts";
import { distinctRefs, type Expr, mapRefs } from "../../graph/expression.ts";
import { InputError } from "../../tensor/error.ts";
import { type Calculation, calculationOf } from "../calculation.ts";
import { namesOf } from "../names.ts";
import { trainedLeaves } from "../rerun.ts";
import type { CheckSubject } from "../subject.ts";
import type { Judged } from "../verdict.ts";

/** How the numbers of a calculation follow from one another, as people write it down. */
export interface Formulas {
  /** Over the ids of other quantities; undefined of what is given, and of what nobody would write in a line. */
  of(judged: Judged): Expr<string> | undefined;
  value(id: string): number | undefined;
  /** What nobody calculates: an input, a weight, the learning rate. */
  isGiven(id: string): boolean;
}

/** Longer formulas help nobody. */
const MOST = 12;
const AFTER = /^(.*) after (\d+)$/;

export function formulasOf(subject: CheckSubject): Formulas {
  const isSequential = subject.conventions?.update === "sequential";
  const calculation = calculationOf((stage) => subject.at(stage), isSequential ? trainedLeaves() : undefined);
  const names = namesOf(subject, calculation);
  const find = (id: string, spelled: string, stage: number) =>
    names.meanings(spelled, stage).includes(id) ? calculation.step(id) : undefined;
  const stepOf = (id: string) => {
    const [, name, stage] = AFTER.exec(id) ?? [undefined, id, "0"];
    return find(id, name, Number(stage));
  };
  return {
    of({ id, claim }) {
      if (id === undefined) return undefined;
      const step = stepOf(id) ?? find(id, claim.name, claim.step ?? 0);
      if (!step || step.kind === "given") return undefined;
      const explained =
        isSequential || step.kind === "formula" || step.element?.node.op.arity === 0
          ? undefined
          : explainedStep(subject, id, step.stage);
      const expr = explained ?? step.expr;
      return distinctRefs(expr).length > MOST ? undefined : expr;
    },
    value: (id) => stepOf(id)?.value,
    isGiven: (id) => stepOf(id)?.kind === "given",
  };
}
