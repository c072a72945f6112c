import type { Finding } from "../train/diagnosis/finding.ts";
import { watchOver } from "../train/diagnosis/watch.ts";
import { DivergedError } from "../train/diverged.ts";
import { type EpochsProgress, trainEpochs } from "../train/epochs.ts";
import { type Diagnosed, evidenceOf } from "./evidence.ts";
import type { Diagnosis } from "./report.ts";

/** So many steps in one call of the backend. */
const STEPS_AT_ONCE = 64;

/**
 * Trains, looks for all that can be wrong, and derives what it finds from the step at which it is found. Each value is
 * taken after a call of the backend; the last says what was found. A training that diverges is a finding.
 */
export function* diagnose(diagnosed: Diagnosed): Generator<EpochsProgress, Diagnosis> {
  const { session, samples, validation, training } = diagnosed;
  const options = { ...training, ...(validation && { validation }) };
  const watch = watchOver(session, samples, options);
  const findings: { finding: Finding; evidence: ReturnType<typeof evidenceOf> }[] = [];
  const add = (found: readonly Finding[]): void => {
    for (const finding of found) findings.push({ finding, evidence: evidenceOf(finding, diagnosed) });
  };
  let epochs = 0;
  add(watch.before());
  try {
    const stepsAtOnce = () => Math.min(STEPS_AT_ONCE, watch.stepsToLook);
    for (const progress of trainEpochs(session, samples, { ...options, stepsAtOnce })) {
      epochs = progress.epoch - (progress.batch < progress.batches ? 1 : 0);
      add(watch.after(progress));
      yield progress;
    }
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    add(watch.diverged(error));
  }
  return { steps: session.stepsTaken, epochs, findings };
}
