import { lossOf } from "../nn/losses.ts";
import type { Samples } from "../nn/samples.ts";
import type { MetricName } from "../nn/training.ts";
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

/** Loss, and each of the metrics asked for, of what a network says to samples. */
export function metricsOf(session: Session, samples: Samples, names: readonly MetricName[]): Metrics {
  const { loss, predictions } = session.measure(samples);
  if (names.length === 0) return { loss };
  const isSigned = lossOf(session.options.model.loss).targets === "signs";
  const answers = answersOf(samples, predictions, isSigned);
  const found = names.flatMap((name) => {
    const value = measures[name](answers);
    return value === undefined ? [] : [[name, value]];
  });
  return { loss, ...Object.fromEntries(found) };
}
