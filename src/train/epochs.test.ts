import { describe, expect, test } from "vitest";
import { referenceBackend } from "../backends/reference/reference.ts";
import { createSession } from "../index.ts";
import type { OptimizerSpec } from "../nn/optimizers.ts";
import { tensor } from "../tensor/tensor.ts";
import { type EpochsOptions, type EpochsProgress, type Trained, trainEpochs } from "./epochs.ts";
import type { Session } from "./session.ts";

/** One weight w, E = ½(t − w)² for the target t of each sample. */
function sessionOf(optimizer: OptimizerSpec): Session {
  const layers = [{ dense: 1, weights: [[0]], bias: false }] as const;
  return createSession({
    model: { network: { inputs: 1, layers }, loss: "half-squared-error" },
    optimizer,
    backend: referenceBackend,
  });
}

const samplesOf = (...targets: number[]) => ({
  inputs: tensor(
    [targets.length, 1],
    targets.map(() => 1),
  ),
  targets: tensor([targets.length, 1], targets),
});

function run(session: Session, options: Omit<EpochsOptions, "batchSize">, targets = [4]) {
  const training = trainEpochs(session, samplesOf(...targets), { ...options, batchSize: 1 });
  const seen: EpochsProgress[] = [];
  for (;;) {
    const next = training.next();
    if (next.done) return { seen, trained: next.value as Trained };
    seen.push(next.value);
  }
}

const weightOf = (session: Session) => session.read(session.parameters[0])[0];

describe("early stopping", () => {
  // w goes 0, 2, 3, 3.5, 3.75 … towards 4; of the validation, whose target is 3, the second epoch is best
  const halving: OptimizerSpec = { name: "sgd", learningRate: 0.5 };
  const validation = samplesOf(3);

  test("stops after so many epochs without a lower loss, and puts the best parameters back", () => {
    const session = sessionOf(halving);
    const { seen, trained } = run(session, { epochs: 100, validation, earlyStopping: { patience: 3 } });
    expect(trained).toMatchObject({ best: 2, stoppedEarly: true });
    expect(trained.history.map((epoch) => epoch.validation)).toEqual([0.5, 0, 0.125, 0.28125, 0.3828125]);
    expect(seen).toHaveLength(5);
    expect(weightOf(session)).toBe(3);
  });

  test("leaves the last parameters where that is asked for", () => {
    const session = sessionOf(halving);
    run(session, { epochs: 100, validation, earlyStopping: { patience: 1, restoreBest: false } });
    expect(weightOf(session)).toBe(3.5);
  });

  test("a loss that is hardly lower does not count", () => {
    const { trained } = run(sessionOf(halving), {
      epochs: 100,
      earlyStopping: { patience: 2, minDelta: 0.5 },
    });
    // 8, 2, 0.5, 0.125: the third is not lower by more than ½ than any before it but the second
    expect(trained.history.map(({ loss }) => loss)).toEqual([8, 2, 0.5, 0.125, 0.03125]);
    expect(trained.best).toBe(3);
  });

  test("a training that gets better to its end is not stopped", () => {
    const { trained } = run(sessionOf(halving), { epochs: 4, earlyStopping: { patience: 1 } });
    expect(trained).toMatchObject({ best: 4, stoppedEarly: false });
  });
});

test("without anything to watch, the steps are those of a plain training", () => {
  const { seen, trained } = run(sessionOf({ name: "sgd", learningRate: 0.5 }), { epochs: 3 }, [4, 4]);
  expect(seen).toHaveLength(6);
  expect(trained).toEqual({ history: [], stoppedEarly: false });
});

test("a plateau lowers the learning rate after so many epochs without a lower loss", () => {
  // a rate of 2 throws w from 0 to 8 and back for ever; a tenth of it lets w settle
  const schedule = { name: "plateau", factor: 0.1, patience: 2 } as const;
  const session = sessionOf({ name: "sgd", learningRate: 2, schedule });
  const { trained } = run(session, { epochs: 40 });
  expect(trained.history.slice(0, 6).map(({ drops }) => drops)).toEqual([0, 0, 0, 1, 1, 1]);
  expect(trained.history.slice(0, 5).map(({ loss }) => loss)).toEqual([8, 8, 8, 8, 8]);
  expect(trained.history.at(-1)?.loss).toBeLessThan(1e-4);
});
