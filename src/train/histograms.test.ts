import { expect, test } from "vitest";
import { referenceBackend } from "../backends/reference/reference.ts";
import { createSession } from "../index.ts";
import { tensor } from "../tensor/tensor.ts";
import { histogramOf, layerNumbers } from "./histograms.ts";

test("numbers are counted in bins from the least to the largest, both included", () => {
  const values = Float64Array.from({ length: 20 }, (_, i) => i);
  const { low, high, counts, mean, deviation } = histogramOf([values.slice(0, 7), values.slice(7)]);
  expect([low, high, mean]).toEqual([0, 19, 9.5]);
  expect(counts).toEqual(new Array(20).fill(1));
  // of 0 … n − 1: √((n² − 1)/12)
  expect(deviation).toBeCloseTo(Math.sqrt(399 / 12), 12);
});

test("numbers that are all the same, none, or not finite", () => {
  expect(histogramOf([Float64Array.of(2, 2, 2)])).toMatchObject({ low: 2, high: 2, mean: 2, deviation: 0 });
  expect(histogramOf([Float64Array.of(2, 2, 2)]).counts[0]).toBe(3);
  expect(histogramOf([])).toEqual({ low: 0, high: 0, counts: [], mean: 0, deviation: 0 });
  expect(histogramOf([Float64Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY)])).toMatchObject({
    low: 1,
    high: 1,
  });
});

test("of each layer with weights: the weights, and their gradients", () => {
  const session = createSession({
    model: {
      network: { inputs: 2, layers: [{ dense: 1, weights: [[3, -1]] }] },
      loss: "half-squared-error",
    },
    optimizer: { name: "sgd", learningRate: 1 },
    backend: referenceBackend,
  });
  // net = 3·1 − 1·2 = 1, so that ∂E/∂w = (1 − 0)·input
  const samples = { inputs: tensor([1, 2], [1, 2]), targets: tensor([1, 1], [0]) };
  const [numbers, ...others] = layerNumbers(session, samples);
  expect(others).toEqual([]);
  expect(numbers.layer).toBe("layers.1");
  expect(numbers.weights).toMatchObject({ low: -1, high: 3, mean: 1, deviation: 2 });
  expect(numbers.gradients).toMatchObject({ low: 1, high: 2, mean: 1.5, deviation: 0.5 });
});
