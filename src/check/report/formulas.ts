import { explain } from "../../explain/explain.ts";
import { distinctRefs, type Expr, mapRefs } from "../../graph/expression.ts";
import { calculationOf, type Step } from "../calculation.ts";
import { namesOf } from "../names.ts";
import { trainedLeaves } from "../rerun.ts";
import type { CheckSubject } from "../subject.ts";
import type { Judged, Mistake } from "../verdict.ts";

/** How the numbers of a calculation follow from one another, as people write it down. */
export interface Formulas {
  /**
   * Over the ids of other quantities; undefined of what is given, and of what nobody would write in a line.
   * @param isWritten whether the learner has a number for it, which the formula had better begin with
   */
  of(judged: Judged, isWritten: (id: string) => boolean): Expr<string> | undefined;
  /** The formula with a mistake in one of the steps that it is calculated from, or in itself. */
  withMistake(judged: Judged, mistake: Mistake): Expr<string> | undefined;
  value(id: string): number | undefined;
  /** What nobody calculates: an input, a weight, the learning rate. */
  isGiven(id: string): boolean;
  /** Another name of the same number, as out_h1 is of ∂net_o1/∂w5. */
  sameAs(id: string): string | undefined;
}

/** Longer formulas help nobody. */
const MOST = 12;
const AFTER = /^(.*) after (\d+)$/;

export function formulasOf(subject: CheckSubject): Formulas {
  const isSequential = subject.conventions?.update === "sequential";
  const calculation = calculationOf((stage) => subject.at(stage), isSequential ? trainedLeaves() : undefined);
  const names = namesOf(subject, calculation);
  return {
    of(judged, isWritten) {
      const step = stepOfClaim(judged);
      if (!step || step.kind === "given") return undefined;
      const expr = withoutPaths(expressionOf(step, isWritten), isWritten);
      return distinctRefs(expr).length > MOST ? undefined : expr;
    },
    withMistake(judged, { at, calculated }) {
      const step = stepOfClaim(judged);
      if (!step || !calculated) return undefined;
      if (step.id === at) return calculated;
      return step.uses.includes(at)
        ? mapRefs(step.expr, (ref) => (ref === at ? calculated : { ref }))
        : undefined;
    },
    value: (id) => stepOf(id)?.value,
    isGiven: (id) => stepOf(id)?.kind === "given",
    sameAs(id) {
      const expr = stepOf(id)?.expr;
      return typeof expr === "object" && "ref" in expr ? expr.ref : undefined;
    },
  };

  function stepOf(id: string): Step | undefined {
    const [, name, stage] = AFTER.exec(id) ?? [id, id, "0"];
    return find(id, name, Number(stage));
  }

  function stepOfClaim({ id, claim }: Judged): Step | undefined {
    return id === undefined ? undefined : (stepOf(id) ?? find(id, claim.name, claim.step ?? 0, claim.sample));
  }

  function find(id: string, name: string, stage: number, sample?: number): Step | undefined {
    return names.meanings(name, stage, sample).includes(id) ? calculation.step(id) : undefined;
  }

  /** A gradient in full length, as `explain` writes it, unless the learner has worked a part of it out before. */
  function expressionOf(step: Step, isWritten: (id: string) => boolean): Expr<string> {
    const { id, kind, stage, expr } = step;
    if (
      kind !== "gradient" ||
      stage > 0 ||
      isSequential ||
      step.uses.some((use) => isDerivative(use) && isWritten(use))
    )
      return expr;
    const explained = explain(subject.at(stage), [id]).steps.get(id);
    return explained && !explained.uses.some(isPath) ? explained.expr : expr;
  }

  /** With the ways that a gradient is added up from written in place. */
  function withoutPaths(expr: Expr<string>, isWritten: (id: string) => boolean): Expr<string> {
    return mapRefs(expr, (ref) => (isPath(ref) && !isWritten(ref) ? calculation.step(ref).expr : { ref }));
  }
}

function isDerivative(id: string): boolean {
  return id.startsWith("∂");
}

function isPath(id: string): boolean {
  return id.includes(" through ");
}
