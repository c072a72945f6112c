import { type DType, referenceBackend } from "../src/index.ts";
import { trainingOf } from "./competitors/backstep.ts";
import { type Problem, trainedOf } from "./problem.ts";

/** What the reference backend, in float64, makes of a problem. */
export interface Expected {
  readonly initial: readonly Float64Array[];
  readonly parameters: readonly Float64Array[];
  /** From which the last step started. */
  readonly loss: number;
}

/**
 * By how much of what training has changed a competitor may be off, for each width. Float32 is given what the order of
 * a sum and the rounding of the parameters themselves can do.
 */
export const tolerances: Readonly<Record<DType, number>> = { f64: 1e-10, f32: 1e-4 };

export async function expectedOf(problem: Problem): Promise<Expected> {
  const training = trainingOf(problem, "f64", referenceBackend, 1);
  await training.step(problem.checkedAfter);
  const parameters = (await training.parameters()).map((values) => Float64Array.from(values));
  return { initial: trainedOf(problem), parameters, loss: training.loss() };
}

/**
 * How far parameters are from what they should be, relative to how far training has moved them, in the Euclidean norm,
 * for the worst of them; or how far the loss is, relatively, where that is more. 0 is right; 1 is what somebody gets
 * who does not train at all.
 */
export function deviation(expected: Expected, parameters: readonly Float64Array[], loss: number): number {
  const parts = expected.parameters.map((values, i) => {
    const moved = distance(values, expected.initial[i]);
    return distance(values, parameters[i]) / moved;
  });
  const worst = Math.max(...parts, Math.abs(loss - expected.loss) / Math.abs(expected.loss));
  return Number.isNaN(worst) ? Number.POSITIVE_INFINITY : worst;
}

function distance(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Number.NaN;
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0));
}
