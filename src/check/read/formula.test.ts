import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refsOf } from "../../graph/expression.ts";
import { evaluate } from "../../ops/evaluate.ts";
import { parseFormula, readWorking } from "./index.ts";

/** What the formula says, with numbers for its names. */
function value(text: string, names: Readonly<Record<string, number>> = {}): number {
  return evaluate(parseFormula(text), (leaf) => ("name" in leaf ? names[leaf.name] : leaf.value));
}

function namesIn(text: string): string[] {
  return refsOf(parseFormula(text)).flatMap((leaf) => ("name" in leaf ? [leaf.name] : []));
}

describe("an author's names", () => {
  it.each<[string, string[]]>([
    ["-delta_o1", ["delta_o1"]],
    ["(abs(out_o1#1 - target_o1#1) + 2)/4", ["out_o1#1", "target_o1#1", "out_o1#1", "target_o1#1"]],
    ["w(i1→h1)", ["w(i1→h1)"]],
    ["w(i1->h1) * 2", ["w(i1->h1)"]],
    ["∂E/∂w5", ["∂E/∂w5"]],
    ["2 * dE/dw5 - 1", ["dE/dw5"]],
    ["\\frac{\\partial E}{\\partial w_5} \\cdot 2", ["\\frac{\\partial E}{\\partial w_5}"]],
    ["delta_o1/d", ["delta_o1", "d"]],
    ["net_{h1} + w5⁺ + w_5^{+} + w5'", ["net_{h1}", "w5⁺", "w_5^{+}", "w5'"]],
    ["w5+", ["w5+"]],
    ["w5+ - w5", ["w5+", "w5"]],
    ["w_{5}+ − w_{5}", ["w_{5}+", "w_{5}"]],
    ["(w5+ + w6+)/2", ["w5+", "w6+"]],
    ["w5+ \\cdot b+ × c+^2", ["w5+", "b+", "c+"]],
    ["w5 + -w6", ["w5", "w6"]],
    ["w5+ w6", ["w5", "w6"]],
    ["layers.1.weight[1,2]", ["layers.1.weight[1,2]"]],
    ["x^2 + h1.1", ["x", "h1.1"]],
    ["0.5", []],
  ])("%s", (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it.each([
    ["-a", -3],
    ["(|b - a| + 2)/4", 1],
    ["a^2 - -b", 14],
    ["a**2 b", 45],
    ["-a^2", -9],
    ["2^3^2", 512],
    ["exp(0) + ln(1) + tanh(0) + sigmoid(0) + σ(0)", 2],
    ["max(a, b, 4)", 5],
    ["sqrt(a + 1)", 2],
    ["a - b - 1", -3],
    ["a/b/2", 0.3],
    ["1 - 2a", -5],
    ["a+b + -a", 5],
  ])("%s = %d for a = 3, b = 5", (text, expected) => {
    expect(value(text, { a: 3, b: 5 })).toBeCloseTo(expected, 12);
  });

  it.each([
    ["", "expected a number, a name or (, found the end", 1],
    ["a +", "expected a number, a name or (, found the end", 4],
    ["(a", "expected an operator or ), found the end", 3],
    ["a)", 'expected an operator, found ")"', 2],
    ["1 2", 'expected an operator, found "2"', 3],
    ["a = 2", 'expected an operator, found "="', 3],
    ["max(1)", "expected 2 numbers or more in max(…), found 1", 1],
    ["exp(1, 2)", "expected 1 number in exp(…), found 2", 1],
    ["1e999", "expected a number below 1.8e308", 1],
    [`${"(".repeat(300)}1`, "nested deeper than 200", 201],
    [`${"1+".repeat(5000)}1`, "expected a formula of at most 4000 parts, found 10001", 1],
  ])("refuses %.20s", (text, message, column) => {
    expect(() => parseFormula(text)).toThrow(
      expect.objectContaining({ name: "InputError", message, place: { column } }),
    );
  });
});

describe("whatever is written", () => {
  const decimal = fc
    .tuple(fc.boolean(), fc.nat(99_999_999), fc.nat(9))
    .map(([isNegative, digits, decimals]) => {
      const text = (digits / 10 ** decimals).toFixed(decimals);
      return { isNegative, text, decimals };
    });
  const notations: ((text: string) => string)[] = [
    (text) => text,
    (text) => text.replace(".", "{,}"),
    (text) => `\\mathbf{${text}}`,
    (text) => `${text}e0`,
    (text) => `${text} \\times 10^{0}`,
    (text) => `${text}·10⁰`,
    (text) => {
      const [whole, fraction] = text.split(".");
      const grouped = Number(whole).toLocaleString("en-US");
      return fraction === undefined ? grouped : `${grouped}.${fraction}`;
    },
  ];

  it("is read back, as a number", () => {
    fc.assert(
      fc.property(
        decimal,
        fc.constantFrom(...notations),
        fc.constantFrom("-", "−", "- "),
        (number, notation, sign) => {
          const { isNegative, text, decimals } = number;
          const written = `${isNegative ? sign : ""}${notation(text)}`;
          const { claims, unread } = readWorking(`x = ${written}`, { format: "lines" });
          const value = Number(text) * (isNegative ? -1 : 1);
          expect(unread).toEqual([]);
          expect(claims).toMatchObject([{ kind: "value", claimed: { decimals } }]);
          expect(claims[0].claimed.value + 0).toBe(value + 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is read back, as arithmetic, in plain text, unicode and TeX", () => {
    /** A formula in three spellings, and its value. */
    type Written = { readonly spellings: readonly string[]; readonly value: number };
    const leaf: fc.Arbitrary<Written> = fc
      .integer({ min: 1, max: 9999 })
      .map((digits) => (digits / 1000).toFixed(3))
      .map((text) => ({ spellings: [text, text, text], value: Number(text) }));
    const { formula } = fc.letrec<{ formula: Written }>((tie) => ({
      formula: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc
          .tuple(tie("formula"), tie("formula"))
          .map(([a, b]) => joined(a, b, ["+", "+", "+"], a.value + b.value)),
        fc
          .tuple(tie("formula"), tie("formula"))
          .map(([a, b]) => joined(a, b, ["-", "−", "-"], a.value - b.value)),
        fc
          .tuple(tie("formula"), tie("formula"))
          .map(([a, b]) => joined(a, b, ["*", "×", "\\cdot "], a.value * b.value)),
        fc.tuple(tie("formula"), leaf).map(([a, b]) => ({
          spellings: [
            `(${a.spellings[0]})/${b.spellings[0]}`,
            `(${a.spellings[1]})÷${b.spellings[1]}`,
            `\\frac{${a.spellings[2]}}{${b.spellings[2]}}`,
          ],
          value: a.value / b.value,
        })),
        tie("formula").map((a) => ({
          spellings: [
            `tanh(${a.spellings[0]})`,
            `|${a.spellings[1]}|`,
            `\\sigma\\left(${a.spellings[2]}\\right)`,
          ],
          value: Number.NaN,
        })),
      ),
    }));

    function joined(a: Written, b: Written, signs: readonly string[], value: number): Written {
      return {
        spellings: signs.map(
          (sign, i) =>
            `(${a.spellings[i]}) ${sign} ${i === 2 ? `{${b.spellings[i]}}` : `(${b.spellings[i]})`}`,
        ),
        value,
      };
    }

    fc.assert(
      fc.property(formula, ({ spellings, value }) => {
        for (const text of spellings) {
          const found = evaluate(parseFormula(text), (ref) => ("value" in ref ? ref.value : Number.NaN));
          if (Number.isNaN(value)) expect(found).not.toBeNaN();
          else expect(found).toBeCloseTo(value, 9);
        }
      }),
      { numRuns: 300 },
    );
  });
});
