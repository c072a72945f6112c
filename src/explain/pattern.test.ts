import fc from "fast-check";
import { expect, test } from "vitest";
import { fits } from "./pattern.ts";

test("a pattern fits what a regular expression with .* in the place of * would", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."ab*"), maxLength: 8 });
  fc.assert(
    fc.property(letters, letters, (pattern, written) => {
      const text = written.replaceAll("*", "");
      const expression = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
      expect([pattern, text, fits(pattern, text)]).toEqual([pattern, text, expression.test(text)]);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test("what means something in regular expressions is a character like any other", () => {
  expect(fits("layers.1.weight[*,2]", "layers.1.weight[1,2]")).toBe(true);
  expect(fits("layers.*", "layersx1")).toBe(false);
});

test("many stars are no more work than one", () => {
  expect(fits(`${"*".repeat(100_000)}x`, "layers.1.weight[1,2]")).toBe(false);
});
