import fc from "fast-check";
import temml from "temml";
import { expect, test } from "vitest";
import { escapeLatex } from "../latex/latex.ts";
import { escapeXml } from "./escape.ts";
import { latexToMathml } from "./mathml.ts";

/** What an element has in it and how it is divided, without what says how it is spaced. */
const essence = (math: string): string =>
  math
    .replace(/<\/?(?:mrow|mspace|mstyle)[^>]*>/g, "")
    .replace(/<(\w+)[^>]*>/g, "<$1>")
    .replaceAll("<mo>\u2061</mo>", "");

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

/** Formulas as they come about. */
const formula: fc.Arbitrary<string> = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      "x",
      "w_5",
      "w_5^{+}",
      "\\mathit{out}_{h1}^{(3)}",
      "\\hat{m}_{w_5}",
      "\\varepsilon",
      "\\pi",
      "0.5",
      "12",
    ),
    fc.constantFrom("\\frac{\\partial E}{\\partial w_5}", "1.5 \\times 10^{-5}", "\\mathit{net}_{h1.2}"),
    fc
      .tuple(tie("formula"), fc.constantFrom(" + ", " - ", " \\cdot ", " \\times "), tie("formula"))
      .map((parts) => parts.join("")),
    tie("formula").map((of) => `\\left(${of}\\right)^{2}`),
    tie("formula").map((of) => `(${of}) - {(${of})}^{2}`),
    fc.tuple(tie("formula"), tie("formula")).map(([a, b]) => `\\frac{${a}}{${b}}`),
    fc
      .tuple(fc.constantFrom("\\ln", "\\sigma", "\\tanh", "\\operatorname{relu}", "\\max"), tie("formula"))
      .map(([name, of]) => `${name}(${of})`),
    tie("formula").map((of) => `-e^{-${of}}`),
    tie("formula").map((of) => `\\tfrac{1}{2}\\left(${of}\\right)`),
    tie("formula").map((of) => `{}= [${of} > 0]`),
  ),
})).formula;

test("the same formulas come out of another converter", () => {
  fc.assert(
    fc.property(formula, (latex) => {
      expect(essence(latexToMathml(latex))).toBe(
        essence(temml.renderToString(latex, { throwOnError: true })),
      );
    }),
    { numRuns: 500 },
  );
});

test("what stands for a quantity says so, whatever it is called", () => {
  expect(latexToMathml("2 \\cdot \\of{out\\_h1}{0.59}")).toBe(
    '<math displaystyle="true"><mn>2</mn><mo>⋅</mo><mrow data-of="out_h1"><mn>0.59</mn></mrow></math>',
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (id) => {
      const shown = escapeXml(id.replace(/[\p{Cc}\p{Cs}]/gu, " "));
      expect(latexToMathml(`\\of{${escapeLatex(id)}}{x} + 1`)).toContain(
        `<mrow data-of="${shown}"><mi>x</mi></mrow><mo>+</mo>`,
      );
    }),
    { numRuns: 500 },
  );
});

test("a formula that is wrong is a bug", () => {
  expect(() => latexToMathml("\\frac{1}")).toThrow();
  expect(() => latexToMathml("\\nonsense")).toThrow();
});

test("a minus has room on both sides between two terms alone", () => {
  const minus = (latex: string) => /<mo([^>]*)>−<\/mo>/.exec(latexToMathml(latex))?.[1];
  expect(minus("a - b")).toBe("");
  expect(minus("(a) - b")).toBe("");
  expect(minus("b\\bigr) - c")).toBe("");
  expect(minus("{}- b")).toBe("");
  expect(minus("-b")).toBe(' form="prefix"');
  expect(minus("a \\times (-b)")).toBe(' form="prefix"');
  expect(minus("{}\\approx -b")).toBe(' form="prefix"');
  expect(minus("e^{-b}")).toBe(' lspace="0em" rspace="0em"');
});
