import { describe, expect, test } from "vitest";
import { everyKind } from "../nn/every-kind.ts";
import type { Samples } from "../nn/samples.ts";
import { fromNested } from "../tensor/tensor.ts";
import { metricsOf } from "./metrics.ts";
import type { Session } from "./session.ts";

/** A session that says this, whatever it is asked. */
function saying(predictions: readonly number[]): Session {
  const measure = () => ({ loss: 0.5, predictions: Float64Array.from(predictions) });
  const options = { model: { loss: "half-squared-error" }, kinds: everyKind };
  return { measure, options } as unknown as Session;
}

function targetsOf(targets: number[][]): Samples {
  return { inputs: fromNested(targets.map(() => [0])), targets: fromNested(targets) };
}

test("of several outputs the largest counts", () => {
  const samples = targetsOf([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 1],
  ]);
  const said = [...[0.5, 0.3, 0.2], ...[0.1, 0.2, 0.7], ...[-3, -2, -1], ...[0.2, 0.3, 0.5]];
  expect(metricsOf(saying(said), samples, ["accuracy"])).toEqual({ loss: 0.5, accuracy: 0.75 });
});

test("of equal outputs the first counts", () => {
  expect(metricsOf(saying([0.5, 0.5]), targetsOf([[1, 0]]), ["accuracy"]).accuracy).toBe(1);
  expect(metricsOf(saying([0.5, 0.5]), targetsOf([[0, 1]]), ["accuracy"]).accuracy).toBe(0);
});

test("a single output counts by its side of a half, a half itself as yes", () => {
  const samples = targetsOf([[1], [1], [0], [0]]);
  expect(metricsOf(saying([0.5, 0.49, 0.1, 0.9]), samples, ["accuracy"]).accuracy).toBe(0.5);
});

test("without classes there is only a loss", () => {
  expect(metricsOf(saying([1]), targetsOf([[1]]), [])).toEqual({ loss: 0.5 });
});

/** Expected figures: scikit-learn 1.2, with macro averages and zero_division=0. */
describe("as scikit-learn", () => {
  const labels = [0, 1, 2, 2, 1, 0, 2, 1, 0, 2, 2, 1];
  const said = [
    ...[0.39, 0.29, 0.12, 0.21, 0.35, 0.51, 0.05, 0.08, 0.04, 0.32, 0.31, 0.33, 0.25, 0.11, 0.42, 0.23],
    ...[0.01, 0.58, 0.16, 0.25, 0.35, 0.35, 0.22, 0.08, 0.24, 0.35, 0.32, 0.1, 0.12, 0.4, 0.29, 0.2],
    ...[0.5, 0.32, 0.15, 0.03, 0.3, 0.25, 0.35, 0.1, 0.22, 0.26, 0.36, 0.16, 0.18, 0.49, 0.23, 0.11],
  ];
  const samples = targetsOf(labels.map((label) => [0, 1, 2, 3].map((j) => (j === label ? 1 : 0))));

  test("of several classes, one of which does not occur but is said", () => {
    const found = metricsOf(saying(said), samples, [
      ...(["accuracy", "top-2", "top-3", "precision", "recall", "f1", "confusion", "auc"] as const),
    ]);
    expect(found.accuracy).toBeCloseTo(10 / 12, 13);
    expect(found["top-2"]).toBeCloseTo(11 / 12, 13);
    expect(found["top-3"]).toBe(1);
    expect(found.precision).toBeCloseTo(0.7, 13);
    expect(found.recall).toBeCloseTo(0.65, 13);
    expect(found.f1).toBeCloseTo(0.6597222222222222, 13);
    expect(found.confusion).toEqual([
      [3, 0, 0, 0],
      [0, 4, 0, 0],
      [0, 1, 3, 1],
      [0, 0, 0, 0],
    ]);
    // the fourth class never occurs
    expect(found.auc).toBeUndefined();
  });

  test("the area under the curve of each class against the rest, averaged", () => {
    const three = targetsOf(labels.map((label) => [0, 1, 2].map((j) => (j === label ? 1 : 0))));
    const outputs = said.filter((_, i) => i % 4 !== 3);
    expect(metricsOf(saying(outputs), three, ["auc"]).auc).toBeCloseTo(0.9938271604938271, 13);
  });

  test("of two classes that share an output", () => {
    const two = targetsOf([1, 0, 1, 1, 0, 0, 1, 0].map((label) => [label]));
    const shares = [0.9, 0.4, 0.35, 0.8, 0.8, 0.1, 0.5, 0.49];
    const names = ["accuracy", "precision", "recall", "f1", "auc", "confusion"] as const;
    expect(metricsOf(saying(shares), two, names)).toEqual({
      loss: 0.5,
      accuracy: 0.75,
      precision: 0.75,
      recall: 0.75,
      f1: 0.75,
      auc: 0.71875,
      confusion: [
        [3, 1],
        [1, 3],
      ],
    });
  });

  test("of numbers", () => {
    const numbers = targetsOf([
      [1, 2],
      [3, -1],
      [0.5, 4],
      [2, 0],
    ]);
    const found = metricsOf(saying([1.2, 1.5, 2.5, -0.5, 0, 4.5, 2.25, 1]), numbers, ["mae", "r2"]);
    expect(found.mae).toBeCloseTo(0.49375, 13);
    expect(found.r2).toBeCloseTo(0.8589830508474576, 13);
  });
});

test("targets of −1 and 1 are told apart by their sign", () => {
  const options = { model: { loss: "hinge" }, kinds: everyKind };
  const measure = () => ({ loss: 0, predictions: Float64Array.of(0.2, -0.1, 0.4) });
  const session = { measure, options } as unknown as Session;
  expect(metricsOf(session, targetsOf([[1], [1], [-1]]), ["accuracy"]).accuracy).toBeCloseTo(1 / 3, 15);
});

test("what has no value is left out", () => {
  const found = metricsOf(saying([0.5, 0.25]), targetsOf([[1], [1]]), ["auc", "r2"]);
  expect(found).toEqual({ loss: 0.5 });
});
