import { describe, expect, test } from "vitest";
import { randomStream } from "../tensor/random.ts";
import { type InitializerSpec, initialize } from "./initializers.ts";

const [NEURONS, INPUTS] = [150, 100];
const COUNT = NEURONS * INPUTS;

function draw(spec: InitializerSpec, seed = 1): Float64Array {
  return Float64Array.from(initialize(spec, [NEURONS, INPUTS], randomStream(seed)).values);
}

function momentsOf(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length };
}

/** Glorot, Bengio 2010; He et al. 2015; LeCun et al. 1998: the variance for 100 inputs and 150 neurons. */
const schemes = [
  ["glorot", 2 / (100 + 150)],
  ["he", 2 / 100],
  ["lecun", 1 / 100],
] as const;

describe.each(schemes)("%s has the variance %d", (scheme, variance) => {
  test("uniform, within ±√(3·variance)", () => {
    const values = draw(`${scheme}-uniform`);
    const reach = Math.sqrt(3 * variance);
    const found = momentsOf(values);
    // five standard errors; the fourth moment of a uniform distribution is 9/5 of its variance squared
    expect(Math.abs(found.mean)).toBeLessThan(5 * Math.sqrt(variance / COUNT));
    expect(Math.abs(found.variance - variance)).toBeLessThan(5 * variance * Math.sqrt(0.8 / COUNT));
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(reach);
    expect(Math.max(...values)).toBeGreaterThan(0.99 * reach);
    expect(Math.min(...values)).toBeLessThan(-0.99 * reach);
  });

  test("normal", () => {
    const values = draw(`${scheme}-normal`);
    const found = momentsOf(values);
    expect(Math.abs(found.mean)).toBeLessThan(5 * Math.sqrt(variance / COUNT));
    expect(Math.abs(found.variance - variance)).toBeLessThan(5 * variance * Math.sqrt(2 / COUNT));
    const within = values.filter((x) => x * x < variance).length / COUNT;
    expect(Math.abs(within - 0.6827)).toBeLessThan(5 * Math.sqrt((0.6827 * 0.3173) / COUNT));
  });
});

test("plain distributions, with their settings and without", () => {
  expect(new Set(draw("zeros"))).toEqual(new Set([0]));
  expect(new Set(draw("constant"))).toEqual(new Set([0]));
  expect(new Set(draw({ name: "constant", value: 0.25 }))).toEqual(new Set([0.25]));
  const uniform = draw({ name: "uniform", low: 2, high: 4 });
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...uniform)).toBeLessThan(4);
  expect(Math.abs(momentsOf(uniform).mean - 3)).toBeLessThan(5 * Math.sqrt(1 / 3 / COUNT));
  expect(Math.max(...draw("uniform").map(Math.abs))).toBeLessThanOrEqual(0.05);
  const normal = momentsOf(draw({ name: "normal", mean: -1, deviation: 0.5 }));
  expect(Math.abs(normal.mean + 1)).toBeLessThan(5 * Math.sqrt(0.25 / COUNT));
  expect(Math.abs(normal.variance - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2 / COUNT));
  expect(Math.abs(Math.sqrt(momentsOf(draw("normal")).variance) - 0.05)).toBeLessThan(0.002);
});

test("a name alone is the same as a record with that name", () => {
  for (const name of ["he-normal", "glorot-uniform", "zeros"] as const) {
    expect(draw({ name })).toEqual(draw(name));
  }
});

test("the same stream gives the same numbers, another seed others", () => {
  expect(draw("he-normal", 3)).toEqual(draw("he-normal", 3));
  expect(draw("he-normal", 3)).not.toEqual(draw("he-normal", 4));
});
