import { expect, test } from "vitest";
import { erf } from "./erf.ts";

/** To 17 digits, by mpmath. */
const known: readonly (readonly [x: number, erf: number])[] = [
  [1e-300, 1.1283791670955126e-300],
  [1e-8, 1.1283791670955126e-8],
  [0.1, 0.1124629160182849],
  [0.5, 0.52049987781304654],
  [0.7, 0.67780119383741844],
  [1.0, 0.84270079294971487],
  [1.5, 0.96610514647531073],
  [2.0, 0.99532226501895273],
  [2.4999, 0.99959283009966655],
  [2.5, 0.99959304798255504],
  [2.5001, 0.99959326575652932],
  [3.0, 0.99997790950300141],
  [3.2, 0.99999397423884824],
  [4.0, 0.9999999845827421],
  [5.0, 0.99999999999846254],
  [5.9, 0.99999999999999993],
  [6.1, 0.99999999999999999],
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
