import { type Explanation, explain } from "../explain/explain.ts";
import type { Samples } from "../nn/samples.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Finding } from "../train/diagnosis/finding.ts";
import { takeRows } from "../train/rows.ts";
import type { Session } from "../train/session.ts";
import { batchAfter, type TrainOptions } from "../train/train.ts";

/** Of larger steps a derivation takes too long, and nobody would read it. */
const LARGEST = 50_000;

/** What a training that is diagnosed goes on with. */
export interface Diagnosed {
  readonly session: Session;
  readonly samples: Samples;
  readonly validation?: Samples;
  readonly training: TrainOptions;
}

/** The derivation that shows a finding; its samples are those of `finding.shownBy`. */
export type FindingEvidence = Explanation | "too large" | undefined;

/**
 * Derives what a finding says from a step of the training itself, as it stands: to be asked as soon as something is
 * found.
 */
export function evidenceOf(finding: Finding, diagnosed: Diagnosed): FindingEvidence {
  const { shownBy, kind } = finding;
  const samples = shownBy && samplesOf(finding, diagnosed);
  if (!shownBy || !samples) return undefined;
  const executed = diagnosed.session.look(samples);
  const { graph, backward } = executed;
  const calculated = graph.nodes.slice(0, backward.firstId).filter(({ op }) => op.arity > 0);
  if (calculated.reduce((sum, { shape }) => sum + sizeOf(shape), 0) > LARGEST) return "too large";
  const isGradient = kind === "gradients-vanishing" || kind === "gradients-exploding";
  return explain(executed, shownBy.of, isGradient ? { why: shownBy.of } : {});
}

function samplesOf({ shownBy }: Finding, { session, samples, validation, training }: Diagnosed) {
  if (!shownBy) return undefined;
  const { seed } = session.options;
  const of = {
    train: samples,
    validation,
    batch: batchAfter(samples, session.stepsTaken, { ...training, seed }),
  }[shownBy.part ?? "train"];
  return of && takeRows(of, shownBy.rows);
}
