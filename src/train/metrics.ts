import type { Samples } from "../nn/samples.ts";
import type { Session } from "./session.ts";

export interface Metrics {
  readonly loss: number;
  /** The share of samples whose class is right; undefined where targets are not classes. */
  readonly accuracy?: number;
}

/** Loss, and where asked for accuracy: the largest of several outputs, or one output's side of a half. */
export function metricsOf(session: Session, samples: Samples, accuracy: boolean): Metrics {
  const { loss, predictions } = session.measure(samples);
  if (!accuracy) return { loss };
  const [count, outputs] = samples.targets.shape;
  let right = 0;
  for (let row = 0; row < count; row++) {
    const predicted = classOf(predictions.subarray(row * outputs, (row + 1) * outputs));
    if (predicted === classOf(samples.targets.values.subarray(row * outputs, (row + 1) * outputs))) right++;
  }
  return { loss, accuracy: right / count };
}

function classOf(outputs: ArrayLike<number>): number {
  if (outputs.length === 1) return outputs[0] >= 0.5 ? 1 : 0;
  let best = 0;
  for (let j = 1; j < outputs.length; j++) if (outputs[j] > outputs[best]) best = j;
  return best;
}
