import { expect, test } from "vitest";
import { erf } from "./erf.ts";

/** By mpmath, to 40 digits, as the nearest float64. */
const known: readonly (readonly [x: number, erf: number])[] = [
  [1e-300, 1.1283791670955126e-300],
  [1e-8, 1.1283791670955126e-8],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [0.7, 0.6778011938374184],
  [1.0, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2.0, 0.9953222650189527],
  [2.4999, 0.9995928300996666],
  [2.5, 0.999593047982555],
  [2.5001, 0.9995932657565293],
  [3.0, 0.9999779095030014],
  [3.2, 0.9999939742388483],
  [4.0, 0.9999999845827421],
  [5.0, 0.9999999999984626],
  [5.9, 0.9999999999999999],
  [6.1, 1.0],
];

test.each(known)("erf(%d) is right to 1e-15", (x, expected) => {
  const found = erf.scalar.value(x, x);
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-15 * Math.abs(expected));
  expect(erf.scalar.value(-x, -x)).toBe(-found);
});

test("erf at the ends of the line, and of nothing", () => {
  expect(erf.scalar.value(0, 0)).toBe(0);
  expect(erf.scalar.value(Infinity, Infinity)).toBe(1);
  expect(erf.scalar.value(-Infinity, -Infinity)).toBe(-1);
  expect(erf.scalar.value(Number.NaN, Number.NaN)).toBeNaN();
});
