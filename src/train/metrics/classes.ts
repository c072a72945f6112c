import type { Samples } from "../../nn/samples.ts";
import type { Values } from "../../tensor/tensor.ts";

/** What a network says to some samples, beside what it should say. */
export interface Answers {
  readonly outputs: number;
  /** samples × outputs, row-major */
  readonly predictions: Values;
  readonly targets: Values;
  /** By what targets were divided, for each output. */
  readonly divisor?: readonly number[];
  /** From where on a single output says yes. */
  readonly threshold: number;
}

/** @param isSigned are the targets of a single output −1 or 1? */
export function answersOf(
  { targets, targetDivisor }: Pick<Samples, "targets" | "targetDivisor">,
  predictions: Values,
  isSigned: boolean,
): Answers {
  return {
    outputs: targets.shape[1],
    predictions,
    targets: targets.values,
    ...(targetDivisor && { divisor: targetDivisor }),
    threshold: isSigned ? 0 : 0.5,
  };
}

/** The class of each row: the largest of several outputs, the first of equals; or one output's side of a half. */
export function classesIn(values: Values, { outputs, threshold }: Answers): Int32Array {
  const classes = new Int32Array(values.length / outputs);
  for (let row = 0; row < classes.length; row++) {
    const from = row * outputs;
    if (outputs === 1) classes[row] = values[from] >= threshold ? 1 : 0;
    else
      for (let j = 1; j < outputs; j++) if (values[from + j] > values[from + classes[row]]) classes[row] = j;
  }
  return classes;
}

export function classCount({ outputs }: Answers): number {
  return Math.max(2, outputs);
}
