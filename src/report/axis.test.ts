import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisOf } from "./axis.ts";

describe("an axis", () => {
  test.each([
    [
      [0, 1],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [
      [0.12, 0.31],
      [0.1, 0.15, 0.2, 0.25, 0.3, 0.35],
    ],
    [
      [-3, 8],
      [-5, 0, 5, 10],
    ],
    [
      [5, 5],
      [5, 6],
    ],
    [
      [0, 0],
      [0, 0.2],
    ],
  ])("of %j has round figures: %j", (values, ticks) => {
    const axis = axisOf(values, false);
    expect(axis.ticks).toEqual(ticks);
    expect(axis.place(ticks[0])).toBeCloseTo(0, 12);
    expect(axis.place(ticks[ticks.length - 1])).toBeCloseTo(1, 12);
  });

  test("is logarithmic where sizes differ much, and only there", () => {
    const axis = axisOf([0.001, 10], true);
    expect(axis).toMatchObject({ isLogarithmic: true, ticks: [0.001, 0.01, 0.1, 1, 10] });
    expect(axis.place(0.1)).toBeCloseTo(0.5, 12);
    expect(axisOf([0.02, 1], true).ticks).toEqual([0.03, 0.1, 0.3, 1]);
    expect(axisOf([0, 10], true).isLogarithmic).toBe(false);
    expect(axisOf([1, 20], true).isLogarithmic).toBe(false);
  });

  test("has every number between 0 and 1, in order, and few ticks in it", () => {
    const numbers = fc.array(fc.double({ min: -1e100, max: 1e100, noNaN: true }), {
      minLength: 1,
      maxLength: 9,
    });
    const property = fc.property(numbers, fc.boolean(), (values, mayBeLogarithmic) => {
      const { ticks, place } = axisOf(values, mayBeLogarithmic);
      const places = [...values].sort((a, b) => a - b).map(place);
      for (const [i, at] of places.entries()) {
        expect(at).toBeGreaterThanOrEqual((places[i - 1] ?? 0) - 1e-9);
        expect(at).toBeLessThanOrEqual(1 + 1e-9);
      }
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThan(16);
    });
    fc.assert(property, { numRuns: 500, seed: 9 });
  });
});
