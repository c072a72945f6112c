import { expect, test } from "vitest";
import { parseSetting, type Setting } from "./settings.ts";
import { choicesOf, roundsOf } from "./trials.ts";

const parsed = (...texts: string[]): Setting[] =>
  texts.reduce<Setting[]>((before, text) => parseSetting(text, before), []);

test("a grid has every combination, the first setting slowest", () => {
  const settings = parsed("optimizer.name=sgd,adam", "network.layers.2.dense=4, 8");
  expect(settings[1].path).toEqual(["network", "layers", 1, "dense"]);
  expect(choicesOf(settings, "grid", { trials: 9, seed: 0 })).toEqual([
    ["sgd", 4],
    ["sgd", 8],
    ["adam", 4],
    ["adam", 8],
  ]);
});

test("what is drawn lies in its range, and is the same for the same seed", () => {
  const settings = parsed("a=0.001..10:log", "b=-1..1", "c=x,y");
  const drawn = choicesOf(settings, "random", { trials: 400, seed: 7 });
  expect(choicesOf(settings, "random", { trials: 400, seed: 7 })).toEqual(drawn);
  expect(choicesOf(settings, "random", { trials: 400, seed: 8 })).not.toEqual(drawn);
  const [a, b, c] = [0, 1, 2].map((i) => drawn.map((choice) => choice[i]));
  expect(a.every((value) => Number(value) >= 0.001 && Number(value) <= 10)).toBe(true);
  expect(b.every((value) => Math.abs(Number(value)) <= 1)).toBe(true);
  expect(new Set(c)).toEqual(new Set(["x", "y"]));
  // of a logarithmic range half lies below its geometric mean
  const below = a.filter((value) => Number(value) < 0.1).length;
  expect(below).toBeGreaterThan(160);
  expect(below).toBeLessThan(240);
});

test("halving keeps a third in each round, the last of which has all epochs", () => {
  expect(roundsOf("halving", 27, 90)).toEqual([
    { kept: 27, epochs: 3 },
    { kept: 9, epochs: 10 },
    { kept: 3, epochs: 30 },
    { kept: 1, epochs: 90 },
  ]);
  expect(roundsOf("halving", 2, 5)).toEqual([{ kept: 2, epochs: 5 }]);
  expect(roundsOf("grid", 27, 90)).toEqual([{ kept: 27, epochs: 90 }]);
});

test.each(["learningRate", "a=", "=1", "a..b=1", "a.0=1", "a=2..1", "a=0..1:log"])(
  "what is no setting is refused: %s",
  (text) => {
    expect(() => parseSetting(text)).toThrow(/expected/);
  },
);

test("a range has no grid", () => {
  expect(() => choicesOf(parsed("a=0..1"), "grid", { trials: 9, seed: 0 })).toThrow(/^a: expected a list/);
});
