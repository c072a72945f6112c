import { expect, test } from "vitest";
import type { Samples } from "../nn/samples.ts";
import { fromNested } from "../tensor/tensor.ts";
import { metricsOf } from "./metrics.ts";
import type { Session } from "./session.ts";

/** A session that says this, whatever it is asked. */
function saying(predictions: readonly number[]): Session {
  const measure = () => ({ loss: 0.5, predictions: Float64Array.from(predictions) });
  return { measure } as unknown as Session;
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
  expect(metricsOf(saying(said), samples, true)).toEqual({ loss: 0.5, accuracy: 0.75 });
});

test("of equal outputs the first counts", () => {
  expect(metricsOf(saying([0.5, 0.5]), targetsOf([[1, 0]]), true).accuracy).toBe(1);
  expect(metricsOf(saying([0.5, 0.5]), targetsOf([[0, 1]]), true).accuracy).toBe(0);
});

test("a single output counts by its side of a half, a half itself as yes", () => {
  const samples = targetsOf([[1], [1], [0], [0]]);
  expect(metricsOf(saying([0.5, 0.49, 0.1, 0.9]), samples, true).accuracy).toBe(0.5);
});

test("without classes there is only a loss", () => {
  expect(metricsOf(saying([1]), targetsOf([[1]]), false)).toEqual({ loss: 0.5 });
});
