import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeLatex } from "../latex/latex.ts";
import { escapeXml } from "./escape.ts";
import { latexToMathml } from "./mathml.ts";

test("a fraction, a name of several letters, a number", () => {
  expect(latexToMathml("\\frac{\\partial E}{\\partial w_5}")).toBe(
    '<math displaystyle="true"><mfrac><mrow><mi>∂</mi><mi>E</mi></mrow><mrow><mi>∂</mi><msub><mi>w</mi><mn>5</mn></msub></mrow></mfrac></math>',
  );
  expect(latexToMathml("\\mathit{out}_{h1} = 0.59")).toContain("<mi>𝑜𝑢𝑡</mi>");
});

test("words in a formula come out to the letter", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (words) => {
      const escaped = escapeLatex(words);
      const shown = escapeXml(words.replace(/[\p{Cc}\p{Cs}]/gu, " "));
      expect(latexToMathml(`x = \\text{${escaped}}`)).toContain(`<mtext>${shown}</mtext>`);
    }),
    { numRuns: 500 },
  );
});

test("a formula that is wrong is a bug", () => {
  expect(() => latexToMathml("\\frac{1}")).toThrow();
  expect(() => latexToMathml("\\nonsense")).toThrow();
});
