import { expect, test } from "vitest";
import { breakFormula, splitFormula } from "./latex-break.ts";
import { widthOfLatex } from "./latex-width.ts";

const sum = "0.4 \\cdot 0.593270 + 0.45 \\cdot 0.596884 + 0.6";

test("what fits stays in one piece", () => {
  expect(splitFormula(sum, 40)).toEqual([sum]);
});

test("a sum is broken before its terms, a term only where it is too wide itself", () => {
  expect(splitFormula(sum, 11)).toEqual(["0.4 \\cdot 0.593270", "{}+ 0.45 \\cdot 0.596884 + 0.6"]);
  expect(splitFormula(sum, 4)).toEqual([
    "0.4",
    "{}\\cdot 0.593270",
    "{}+ 0.45",
    "{}\\cdot 0.596884",
    "{}+ 0.6",
  ]);
});

test("a power of ten is no product", () => {
  expect(splitFormula("1.23456 \\times 10^{-5} \\times 2.34567", 4)).toEqual([
    "1.23456 \\times 10^{-5}",
    "{}\\times 2.34567",
  ]);
});

test("nothing is broken within braces", () => {
  const fraction = `\\frac{${sum}}{4}`;
  expect(splitFormula(fraction, 5)).toEqual([fraction]);
  expect(splitFormula("\\text{a + b \\} + c} + d", 3)).toEqual(["\\text{a + b \\} + c}", "{}+ d"]);
});

test("a wide fraction becomes a quotient, whose brackets may be parted", () => {
  expect(breakFormula("\\frac{1.23456 + 2.34567}{4}", 6)).toEqual(["(1.23456", "\\quad {}+ 2.34567) / 4"]);
  const brackets = "\\left(x^{2} + y^{2}\\right)";
  expect(breakFormula(brackets, 3)).toEqual(["\\bigl(x^{2}", "\\quad {}+ y^{2}\\bigr)"]);
});

test("the longer a formula, the wider it is taken to be", () => {
  expect(widthOfLatex("")).toBe(0);
  expect(widthOfLatex("\\frac{1}{23}")).toBeLessThan(widthOfLatex("1 + 23"));
  expect(widthOfLatex("\\text{輸入}")).toBeGreaterThan(widthOfLatex("\\text{ab}"));
  expect(widthOfLatex(sum)).toBeGreaterThan(15);
});
