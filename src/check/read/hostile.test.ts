import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWorking, type WorkingFormat } from "./index.ts";

const formats: WorkingFormat[] = ["lines", "markdown", "latex", "yaml", "csv"];
const SIZE = 100_000;
const MILLION = 1_000_000;

const UNCLEAR = "expected an operator between the number and the name behind it, or a comma";

describe("what cannot be read", () => {
  it.each([
    ["x = 0.3.5", 8, 'expected an operator, found ".5"'],
    ["x = 0.5 +", 10, "expected a number, a name or (, found the end"],
    ["x = (0.5", 9, "expected an operator or ), found the end"],
    ["x = 0.5 0.6", 9, 'expected an operator, found "0.6"'],
    [
      "x = 0.5, 0.6",
      10,
      "expected one number, found several with commas between: write a vector as [0.1, 0.2]",
    ],
    ["i1=0.05 i2=0.10", 4, UNCLEAR],
    ["x = 0.5933 initially", 5, UNCLEAR],
    ["x = 0.5 * 0.5 = 0.25 (w5)", 17, UNCLEAR],
    ["x = 2 / = 3", 8, "expected a number, a name or (, found the end"],
    [`x = ${"(".repeat(250)}1${")".repeat(250)}`, 205, "nested deeper than 200"],
    [`x = ${"9".repeat(401)}`, 5, "expected a number of at most 400 characters, found 401"],
    ["x = 1e400", 5, "expected a number below 1.8e308"],
    [`${"x".repeat(301)} = 1`, 1, "expected a name of at most 300 characters, found 301"],
  ])("%.20s", (text, column, reason) => {
    expect(readWorking(`a = 1\n${text}`, { format: "lines" }).unread).toMatchObject([
      { line: 2, column, text: reason },
    ]);
  });

  it("is a number that nothing is said to give", () => {
    expect(readWorking("= 0.5", { format: "lines" }).unread).toEqual([
      { line: 1, column: 3, text: "expected a name or a calculation before =" },
    ]);
  });

  it("is a formula whose parts may be two", () => {
    const { claims, unread } = readWorking("$i_1=0.05 \\; i_2=0.10$", { format: "latex" });
    expect(claims).toEqual([]);
    expect(unread).toEqual([{ line: 1, column: 6, text: UNCLEAR }]);
  });

  it("is not prose", () => {
    const text = "An equation = a statement.\nWe see that x is 0.5.\n\nAnd $a = b$.\n\n===\n---\n> 5\n";
    for (const format of formats.slice(0, 3)) {
      expect(readWorking(text, { format })).toMatchObject({ claims: [], unread: [] });
    }
  });

  it("is too long above 4 MiB", () => {
    expect(() => readWorking("x".repeat(4 * 1024 * 1024 + 1), { format: "lines" })).toThrow(
      /at most 4194304 characters/,
    );
  });
});

describe("hostile input", () => {
  const bombs: Readonly<Record<string, string>> = {
    "open braces": "{".repeat(MILLION),
    dollars: "$".repeat(MILLION),
    "dollars apart": "$ ".repeat(SIZE / 2),
    prices: "$5 ".repeat(SIZE / 3),
    fractions: "\\frac".repeat(MILLION / 5),
    "fractions of differentials": "\\frac{\\partial ".repeat(SIZE / 15),
    "an equation of fractions": `x = ${"\\frac{1}{".repeat(SIZE / 9)}`,
    "a formula of fractions": `$x = ${"\\frac".repeat(SIZE / 5)} 1$`,
    "open brackets": `x = ${"(".repeat(SIZE)}1`,
    "square brackets": `x = ${"[".repeat(SIZE)}1`,
    "lines of brackets": "x = [1\n".repeat(SIZE / 7),
    "a million digits": `x = ${"9".repeat(MILLION)}`,
    "a million decimals": `x = 0.${"5".repeat(MILLION)}`,
    "groups of digits": `x = 1${",000".repeat(SIZE / 4)}`,
    blanks: `x =${" ".repeat(SIZE)}1`,
    "tabs between": "a\t=\t1\t".repeat(SIZE / 6),
    "equality signs": "=".repeat(SIZE),
    "a long chain": `x${" = 1".repeat(SIZE / 4)}`,
    "continued lines": "= 1 +\n".repeat(SIZE / 6),
    "a long sum": `x = 1${"+1".repeat(SIZE / 2)} = 3`,
    signs: `x = ${"-".repeat(SIZE)}1`,
    "a long name": `${"a_".repeat(SIZE / 2)} = 1`,
    "dotted names": `${"a.".repeat(SIZE / 2)}= 1`,
    subscripts: `x${"_{".repeat(SIZE / 2)} = 1`,
    notes: `x = 1 ${"(ab) ".repeat(SIZE / 5)}`,
    backticks: Array.from({ length: 1400 }, (_, i) => "`".repeat(i)).join(" "),
    "alternating backticks": "` `` ".repeat(SIZE / 5),
    fences: "```\n".repeat(SIZE / 4),
    tables: "|a|b|\n|-|-|\n".repeat(SIZE / 12),
    bars: "|".repeat(SIZE),
    comments: "<!-- ".repeat(SIZE / 5),
    displays: "\\[".repeat(SIZE / 2),
    environments: "\\begin{align}".repeat(SIZE / 13),
    matrices: `$x = ${"\\begin{bmatrix}".repeat(SIZE / 15)}$`,
    backslashes: "\\".repeat(SIZE),
    "percent signs": "\\%".repeat(SIZE / 2),
    stars: "**".repeat(SIZE / 2),
    headings: "after ".repeat(SIZE / 6),
    steps: "## after 1\n".repeat(SIZE / 11),
    commas: `x = ${"1,".repeat(SIZE / 2)}`,
    "commas apart": `x = ${"1, ".repeat(SIZE / 3)}`,
    "a long list": `x = [${"1, ".repeat(SIZE / 3)}]`,
    "yaml lists": "- ".repeat(SIZE / 2),
    "yaml keys": "a: 1\n".repeat(SIZE / 5),
    "yaml anchors": `a: &a [1]\n${"b: *a\n".repeat(SIZE / 6)}`,
    quotes: '"'.repeat(SIZE),
  };

  it.each(Object.keys(bombs))("%s", (name) => {
    for (const format of formats) {
      const { claims, unread } = readWorking(bombs[name], { format });
      expect(claims.length + unread.length).toBeLessThanOrEqual(MILLION / 2);
    }
  });

  it("reads 10,000 lines of claims, each in its place", () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `w${i} = 0.5 * ${i} = ${i / 2}`).join("\n");
    const { claims, unread } = readWorking(text, { format: "lines" });
    expect(unread).toEqual([]);
    expect(claims).toHaveLength(20_000);
    expect(claims[19_999]).toMatchObject({ name: "w9999", line: 10_000, claimed: { value: 4999.5 } });
  });

  it("says something about any text, and never throws", () => {
    const piece = fc.constantFrom(
      ..."x,=,≈,0.5,1,-,+,*,/,^,_,(,),[,],{,},|,$,$$,\\\\,\\frac,\\left,\\right,\\begin{align},\\end{align},&,\\,,#,',e,σ,½,²,;,\n,\n\n, ,```,`,---,|-|,<!--,-->,\\text{a b},…,10^,%,\",: ,- ,after 1,\\partial,→"
        .split(",")
        .concat([
          ",",
          "\\begin{bmatrix}",
          "\\end{bmatrix}",
          "\\begin{array}{c}",
          "\\end{array}",
          "max(",
          "\u2009",
        ]),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")),
      fc.string({ unit: "binary", maxLength: 100 }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...formats), (written, format) => {
        const { claims, unread, lines } = readWorking(written, { format });
        for (const { line, column } of [...claims, ...unread]) {
          expect(column).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(Math.max(1, lines.length));
        }
        for (const { claimed, line, column } of claims) {
          expect(Number.isFinite(claimed.value)).toBe(true);
          expect(written.includes(claimed.text), `${line}:${column}`).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
