import type { Update } from "../backends/backend.ts";
import { coneOf } from "../graph/graph.ts";
import type { Node } from "../graph/node.ts";
import type { Part } from "../nn/part.ts";
import { opsFor } from "../ops/index.ts";
import type { TrainingStep } from "./step.ts";

/** A training step cut in two where parts of a batch are added up. Both halves are programs of the step's own graph. */
export interface SplitStep {
  readonly step: TrainingStep;
  /**
   * What the first half calculates beside the loss, and the second half is given: the gradients, and what layers keep of
   * the samples they see, times the part's share of the batch. Added up over all parts it is what the whole batch comes to.
   */
  readonly cut: readonly Node[];
  /** Of the second half. */
  readonly updates: readonly Update[];
}

/** @param part of a batch, of which the step is */
export function splitStep(step: TrainingStep, { samples, of }: Part): SplitStep {
  const { graph, gradients } = step;
  const ops = opsFor(graph);
  const kept: Node[] = [];
  const updates = step.updates.map((update) => {
    if (!needsSamples(update)) return update;
    const { shape } = update.next;
    const share = ops.apply("mul", ops.constant(samples / of, shape), update.next);
    kept.push(share);
    return { of: update.of, next: share };
  });
  return { step, cut: [...new Set([...gradients, ...kept])], updates };

  /** Beside what it gets of them through the gradients. */
  function needsSamples({ next }: Update): boolean {
    if (gradients.includes(next)) return false;
    return coneOf([next], gradients).some((node) => node === step.input || node === step.target);
  }
}
