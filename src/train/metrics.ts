import { blocksOf, countOf, isBlocked, type SampleSet } from "../data/blocks.ts";
import { lossKindOf } from "../nn/kinds.ts";
import type { Samples } from "../nn/samples.ts";
import { outputsOf } from "../nn/shapes.ts";
import type { MetricName } from "../nn/training.ts";
import type { Values } from "../tensor/tensor.ts";
import { LossSum } from "./measure.ts";
import { accuracyOf, topOf } from "./metrics/accuracy.ts";
import { aucOf } from "./metrics/auc.ts";
import { type Answers, answersOf } from "./metrics/classes.ts";
import { confusionOf, ratesOf } from "./metrics/confusion.ts";
import { determinationOf, meanAbsoluteErrorOf } from "./metrics/regression.ts";
import type { Session } from "./session.ts";

/** The loss, and what was asked for; what has no value is absent. */
export type Metrics = { readonly loss: number; readonly confusion?: readonly (readonly number[])[] } & {
  readonly [N in Exclude<MetricName, "confusion">]?: number;
};

const measures: { readonly [N in MetricName]: (answers: Answers) => Metrics[N] } = {
  accuracy: accuracyOf,
  "top-2": (answers) => topOf(answers, 2),
  "top-3": (answers) => topOf(answers, 3),
  "top-5": (answers) => topOf(answers, 5),
  precision: (answers) => ratesOf(answers).precision,
  recall: (answers) => ratesOf(answers).recall,
  f1: (answers) => ratesOf(answers).f1,
  auc: aucOf,
  confusion: confusionOf,
  mae: meanAbsoluteErrorOf,
  r2: determinationOf,
};

/** Of samples that do not fit in memory, so many numbers of what a network says are kept: metrics are of those samples. */
const MOST_KEPT = 2 ** 23;

/** Loss, and each of the metrics asked for, of what a network says to samples. */
export function metricsOf(session: Session, set: SampleSet, names: readonly MetricName[]): Metrics {
  const { loss, predictions, ...samples } = measured(session, set, names.length > 0);
  if (names.length === 0) return { loss };
  const isSigned = lossKindOf(session.options.kinds, session.options.model.loss).targets === "signs";
  const answers = answersOf(samples, predictions, isSigned);
  const found = names.flatMap((name) => {
    const value = measures[name](answers);
    return value === undefined ? [] : [[name, value]];
  });
  return { loss, ...Object.fromEntries(found) };
}

/** What the metrics are made of. */
type Said = Pick<Samples, "targets" | "targetDivisor"> & {
  readonly loss: number;
  readonly predictions: Values;
};

function measured(session: Session, set: SampleSet, keeps: boolean): Said {
  if (!isBlocked(set)) return { ...set, ...session.measure(set) };
  const outputs = outputsOf(session.options.model.network, session.options.kinds);
  const rows = keeps ? Math.min(set.count, Math.floor(MOST_KEPT / outputs)) : 0;
  const predictions = new Float32Array(rows * outputs);
  const targets = new Float32Array(rows * outputs);
  const sum = new LossSum(session, countOf(set));
  let at = 0;
  let divisor: Samples["targetDivisor"];
  for (const samples of blocksOf(set)) {
    const said = session.measure(samples);
    sum.add(said, samples.inputs.shape[0]);
    divisor = samples.targetDivisor;
    const kept = Math.min(said.predictions.length, predictions.length - at);
    predictions.set(said.predictions.subarray(0, kept), at);
    targets.set(samples.targets.values.subarray(0, kept), at);
    at += kept;
  }
  return {
    loss: sum.loss,
    predictions,
    targets: { shape: [rows, outputs], values: targets },
    ...(divisor && { targetDivisor: divisor }),
  };
}
