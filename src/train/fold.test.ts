import fc from "fast-check";
import { expect, test } from "vitest";
import { Fold } from "./fold.ts";

/** How the blocks of a rank are added, as text. */
function branchesOf(blocks: number, from: number, to: number) {
  const fold = new Fold<string>(blocks, (left, right) => `(${left}+${right})`);
  for (let index = from; index < to; index++) fold.push({ level: 0, index, value: String(index) });
  return fold.branches;
}

test("a fold adds neighbours first, and a block without a neighbour where it comes in", () => {
  expect(branchesOf(8, 0, 8).map(({ value }) => value)).toEqual(["(((0+1)+(2+3))+((4+5)+(6+7)))"]);
  expect(branchesOf(5, 0, 5).map(({ value }) => value)).toEqual(["(((0+1)+(2+3))+4)"]);
  expect(branchesOf(6, 0, 6).map(({ value }) => value)).toEqual(["(((0+1)+(2+3))+(4+5))"]);
});

test("a fold of part of the blocks adds nothing that the whole does not", () => {
  expect(branchesOf(8, 1, 5).map(({ value }) => value)).toEqual(["1", "(2+3)", "4"]);
});

test("a fold is the same tree, however the blocks are dealt out", () => {
  const dealt = fc
    .integer({ min: 1, max: 40 })
    .chain((blocks) => fc.tuple(fc.constant(blocks), fc.array(fc.integer({ min: 0, max: blocks }))));
  fc.assert(
    fc.property(dealt, ([blocks, cuts]) => {
      const bounds = [0, ...cuts.sort((a, b) => a - b), blocks];
      const whole = new Fold<string>(blocks, (left, right) => `(${left}+${right})`);
      for (let i = 1; i < bounds.length; i++) {
        for (const branch of branchesOf(blocks, bounds[i - 1], bounds[i])) whole.push(branch);
      }
      expect(whole.branches).toEqual(branchesOf(blocks, 0, blocks));
      expect(whole.branches).toHaveLength(1);
    }),
  );
});
