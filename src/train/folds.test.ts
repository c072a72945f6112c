import { expect, test } from "vitest";
import { byName, columnOf, type Frame } from "../data/frame.ts";
import { foldsOf, spreadOf } from "./folds.ts";

const labels = Array.from({ length: 23 }, (_, n) => (n < 13 ? 0 : 1));
const frame: Frame = {
  rows: 23,
  columns: byName([
    { kind: "number", name: "n", width: 1, values: Float64Array.from(labels, (_, n) => n) },
    { kind: "category", name: "class", codes: Int32Array.from(labels), levels: ["a", "b"] },
  ]),
};
const folded = (k: number, seed: number) => foldsOf(frame, "class", k, seed);
const numbersIn = (part: Frame) => [...columnOf(part, "n", "number").values];

test("every sample is set aside once, of each class nearly the same share", () => {
  const folds = folded(5, 3);
  const aside = folds.map(({ test: part }) => numbersIn(part));
  expect(aside.flat().sort((a, b) => a - b)).toEqual(labels.map((_, n) => n));
  expect(aside.map((rows) => rows.length).sort()).toEqual([4, 4, 5, 5, 5]);
  for (const rows of aside) {
    const count = rows.filter((n) => labels[n] === 1).length;
    expect(count).toBe(2);
  }
  for (const [i, { train }] of folds.entries()) {
    const both = [...numbersIn(train), ...aside[i]].sort((a, b) => a - b);
    expect(both).toEqual(labels.map((_, n) => n));
  }
});

test("the seed draws them", () => {
  const asideOf = (seed: number) => numbersIn(folded(4, seed)[0].test);
  expect(asideOf(1)).toEqual(asideOf(1));
  expect(asideOf(1)).not.toEqual(asideOf(2));
});

test("there must be two parts, and no more than samples", () => {
  expect(() => folded(1, 0)).toThrow(/expected 2 … 23, got 1/);
  expect(() => folded(24, 0)).toThrow(/got 24/);
});

test("mean and standard deviation", () => {
  expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, deviation: Math.sqrt(32 / 7) });
  expect(spreadOf([3])).toEqual({ mean: 3, deviation: 0 });
});
