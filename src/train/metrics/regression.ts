import type { Answers } from "./classes.ts";

/** The mean of |target − out| over samples and outputs, in the units that targets had before they were scaled. */
export function meanAbsoluteErrorOf({ outputs, predictions, targets, divisor }: Answers): number {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) {
    const error = Math.abs(targets[i] - predictions[i]);
    sum += divisor ? error * divisor[i % outputs] : error;
  }
  return sum / targets.length;
}

/**
 * 1 − Σ(target − out)² / Σ(target − mean)², the mean over the outputs; undefined where the targets of an output are
 * all the same.
 */
export function determinationOf({ outputs, predictions, targets }: Answers): number | undefined {
  const rows = targets.length / outputs;
  let sum = 0;
  for (let j = 0; j < outputs; j++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += targets[row * outputs + j] / rows;
    let left = 0;
    let whole = 0;
    for (let i = j; i < targets.length; i += outputs) {
      left += (targets[i] - predictions[i]) ** 2;
      whole += (targets[i] - mean) ** 2;
    }
    if (whole === 0) return undefined;
    sum += 1 - left / whole;
  }
  return sum / outputs;
}
