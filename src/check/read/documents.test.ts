import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formatOf, readWorking, type WorkingFormat } from "./index.ts";

/** `line name number`, with what is claimed of arithmetic in brackets; the number stands where it is said to stand. */
function read(text: string, format: WorkingFormat): string[] {
  const { claims, unread, lines } = readWorking(text, { format });
  expect(unread).toEqual([]);
  return claims.map(({ name, kind, claimed, line, column, step }) => {
    expect(lines[line - 1].startsWith(claimed.text, column - 1)).toBe(true);
    const number = kind === "value" ? claimed.text : `(${claimed.text})`;
    return `${line} ${name} ${number}${step === undefined ? "" : ` @${step}`}`;
  });
}

describe("plain lines", () => {
  it("continues a chain in the next line", () => {
    expect(read("net_h1 = w1*i1 + w2*i2\n       = 0.15*0.05 + 0.2*0.1\n       = 0.0275", "lines")).toEqual([
      "3 net_h1 0.0275",
      "3 net_h1 (0.0275)",
    ]);
    expect(read("net = 0.5*0.5 +\n  0.25 = 0.5\nx =\n0.5*0.5 = 0.25\ny =\nz = 1", "lines")).toEqual([
      "2 net 0.5",
      "2 net (0.5)",
      "4 x 0.25",
      "4 x (0.25)",
      "6 z 1",
    ]);
  });

  it("knows how many updates came before", () => {
    const text = [
      "E = 0.2984",
      "after 1 update:",
      "E = 0.2910",
      "--- after 2 ---",
      "E = 0.28",
      "## After 10,000 steps:",
      "E = 0.000035",
      "第 3 步後",
      "E = 0.27",
      "更新 4 次後：",
      "E = 0.26",
      "10000 次更新后",
      "E = 0.00004",
      "Step 3",
      "w5 = 0.3",
      "E after 5 = 0.25",
      "E (after 10000 updates) = 0.00003",
      "E^{(7)} = 0.2",
      "In step 1 we forget the bias.",
      "the first step",
      "w5 = 0.31",
    ];
    expect(read(text.join("\n"), "lines").map((claim) => claim.slice(claim.indexOf(" ") + 1))).toEqual([
      "E 0.2984",
      "E 0.2910 @1",
      "E 0.28 @2",
      "E 0.000035 @10000",
      "E 0.27 @3",
      "E 0.26 @4",
      "E 0.00004 @10000",
      "w5 0.3 @10000",
      "E 0.25 @5",
      "E 0.00003 @10000",
      "E^{(7)} 0.2 @10000",
      "w5 0.31 @10000",
    ]);
  });

  it("takes a colon for an equality sign where a quantity and a number stand alone", () => {
    const text =
      "net_h1: 0.3775\n- ∂E/∂w5: −0.08\nE: 0.2984\nChapter: 3\nratio 3:4\nhttps://example.org: 3\n";
    const expected = ["1 net_h1 0.3775", "2 ∂E/∂w5 −0.08", "3 E 0.2984"];
    expect(read(text, "lines")).toEqual(expected);
    expect(read(text, "markdown")).toEqual(expected);
  });

  it("reads Windows line ends and a byte order mark", () => {
    expect(read("\uFEFFx = 0.5\r\ny = 0.6\r\n", "lines")).toEqual(["1 x 0.5", "2 y 0.6"]);
    expect(readWorking("x = 0.5\r\ny = 0.6\r\n", { format: "lines" }).lines).toEqual(["x = 0.5", "y = 0.6"]);
  });
});

describe("Markdown", () => {
  it("reads formulas, code, tables and bare lines, and no prose", () => {
    const text = [
      "# A lesson = 5 minutes",
      "The price is $5 and the rate is 0.5, so that a = b = 7 is prose.",
      "We get $net_{h1} = 0.3775$ and `out_h1 = 0.5933`; see [this](https://x.org/?a=1).",
      "",
      "$$",
      "\\begin{aligned}",
      "E &= 0.2748 \\\\",
      "  &+ 0.0236 \\\\",
      "  &= 0.2984 \\\\",
      "F &= 0.1",
      "\\end{aligned}",
      "$$",
      "",
      "- **w5 = 0.3589**",
      "* $w_6$ = 0.4087",
      "w7 = **0.5113**",
      "> w8 = 0.5614",
      "",
      "| name | note | value |",
      "|------|------|------:|",
      "| w1 | a | 0.1498 |",
      "| $w_2$ | b | $0.1996$ |",
      "| w3 | c | none |",
      "",
      "<!-- x = 1 -->",
      "",
      "```",
      "w9 = 0.1",
      "```",
      "```python",
      "w9 = 0.2",
      "```",
      "```math",
      "w_9 = 0.3",
      "```",
    ].join("\n");
    expect(read(text, "markdown")).toEqual([
      "3 net_{h1} 0.3775",
      "3 out_h1 0.5933",
      "9 E 0.2984",
      "9 E (0.2984)",
      "10 F 0.1",
      "14 w5 0.3589",
      "15 w_6 0.4087",
      "16 w7 0.5113",
      "17 w8 0.5614",
      "21 w1 0.1498",
      "22 w_2 0.1996",
      "28 w9 0.1",
      "34 w_9 0.3",
    ]);
  });

  it("multiplies what stands side by side in a formula", () => {
    expect(read("$net = 0.4 out_{h1} = 0.2373$", "markdown")).toEqual(["1 net 0.2373"]);
  });

  it("continues a chain in the next formula, and in the next line", () => {
    expect(read("$x = 0.5 * 0.5$\n\n$= 0.25$", "markdown")).toEqual(["3 x 0.25", "3 x (0.25)"]);
    expect(read("x = 0.5 * 0.5\n= 0.25", "markdown")).toEqual(["2 x 0.25", "2 x (0.25)"]);
  });

  it("tells the example in the front matter, and in a fence, from the working", () => {
    const front = readWorking("---\nbackstep: 1\nseed: 7\n---\n$x = 1$\n", { format: "markdown" });
    expect(front.example).toEqual({ text: "backstep: 1\nseed: 7\n", line: 2 });
    expect(front.claims).toHaveLength(1);
    const fence = readWorking("text\n\n```yaml backstep\nbackstep: 1\n# a = **2**\n```\n", {
      format: "markdown",
    });
    expect(fence.example).toEqual({ text: "backstep: 1\n# a = **2**\n", line: 4 });
    expect(fence.claims).toEqual([]);
    const other = readWorking("---\ntitle: x\nvalue = 3\n---\nx = 2", { format: "markdown" });
    expect(other.example).toBeUndefined();
    expect(other.claims).toMatchObject([{ name: "x", line: 5 }]);
  });

  it("takes a heading for what it says, and no sentence", () => {
    const text =
      "x = 1\n\n## After 1 update\n\nAfter 2 updates we see that\n\n**After 3 updates:**\n\n$x = 2$";
    expect(read(text, "markdown")).toEqual(["1 x 1", "9 x 2 @3"]);
  });
});

describe("LaTeX", () => {
  it("reads formulas and displays, and no comments", () => {
    const text = [
      "\\documentclass[margin=1in]{article} % x = 1",
      "\\setlength{\\parindent}{0pt}",
      "\\begin{document}",
      "\\section{After 1 update}",
      "A share of 5\\% with \\(a = 0.5\\) and \\[ b = 0.6 \\]",
      "\\begin{align*}",
      "  net_{o1} &= w_5 \\cdot out_{h1} + b_2 \\\\[2pt]",
      "           &= 0.4 \\cdot 0.5933 + 0.6 % \\\\ = 9",
      "            = 0.8373 \\label{eq:1} \\\\",
      "  c &= 1 & d &= 2 \\tag{3}",
      "\\end{align*}",
      "\\begin{verbatim}",
      "$x = 3$",
      "\\end{verbatim}",
      "$\\displaystyle \\frac{\\partial E}{\\partial w_5} = 0.0821$",
      "$w_1 = 0.15, \\; w_2 = 0.20 \\text{ and } w_3 = 0.25$",
    ].join("\n");
    expect(read(text, "latex")).toEqual([
      "5 a 0.5 @1",
      "5 b 0.6 @1",
      "9 net_{o1} 0.8373 @1",
      "9 net_{o1} (0.8373) @1",
      "10 c 1 @1",
      "10 d 2 @1",
      "15 \\frac{\\partial E}{\\partial w_5} 0.0821 @1",
      "16 w_1 0.15 @1",
      "16 w_2 0.20 @1",
      "16 w_3 0.25 @1",
    ]);
  });
});

describe("YAML, JSON and CSV", () => {
  it("reads keys with numbers, as written", () => {
    const text =
      'forward: { net_h1: 0.3775, out_h1: "0.50" }\nout_h: [0.59, 0.60]\nW:\n  - [1, 2]\n  - [3, 4.0]\n' +
      "after 1:\n  E: 2.910e-1\nstep 2: { E: 0.28 }\ntitle: some words\nnothing: null\nwrong?: 'yes'\n" +
      "list:\n  - { name: w5, value: 0.35, step: 3 }\n";
    expect(read(text, "yaml")).toEqual([
      "1 net_h1 0.3775",
      "1 out_h1 0.50",
      "2 out_h[1] 0.59",
      "2 out_h[2] 0.60",
      "4 W[1,1] 1",
      "4 W[1,2] 2",
      "5 W[2,1] 3",
      "5 W[2,2] 4.0",
      "7 E 2.910e-1 @1",
      "8 E 0.28 @2",
      "13 w5 0.35 @3",
    ]);
    expect(read('{ "E": 0.50, "w": [1.0] }', "yaml")).toEqual(["1 E 0.50", "1 w[1] 1.0"]);
  });

  it("says where YAML is not valid", () => {
    const { claims, unread } = readWorking("x: 1\ny: [1, 2\n", { format: "yaml" });
    expect(claims.length).toBeLessThanOrEqual(3);
    expect(unread).toMatchObject([{ line: 2, text: expect.stringMatching(/^expected valid YAML: /) }]);
  });

  it("reads tables with a header and without", () => {
    expect(read('name,value\nw5,0.3589\n"net, h1",0.50\n', "csv")).toEqual(["2 w5 0.3589", "3 net, h1 0.50"]);
    expect(read("w5,0.3589\nw6,0.4087", "csv")).toEqual(["1 w5 0.3589", "2 w6 0.4087"]);
    expect(read("step;value;remark;name\n1;0,2910;x;E\n", "csv")).toEqual(["2 E 0,2910 @1"]);
    expect(read("w5\t0.3589\n", "csv")).toEqual(["1 w5 0.3589"]);
  });
});

it("knows formats by the ends of names", () => {
  expect(
    ["a.md", "b.MARKDOWN", "c.tex", "d.yml", "e.json", "f.csv", "g.tsv", "h.txt", "i"].map(formatOf),
  ).toEqual(["markdown", "markdown", "latex", "yaml", "yaml", "csv", "csv", "lines", "lines"]);
});

const shared = process.env.BACKSTEP_SHARED ?? fileURLToPath(new URL("../../../../shared", import.meta.url));
const article = `${shared}/article.md`;

describe.skipIf(!existsSync(article))("the article this began with", () => {
  it("is read whole", () => {
    const { claims, unread, lines } = readWorking(readFileSync(article, "utf8"), { format: "markdown" });
    expect(unread).toEqual([]);
    expect(claims.map(({ kind, claimed }) => `${claimed.text}${kind === "value" ? "" : " of"}`)).toEqual([
      ...[
        "0.01",
        "0.99",
        "0.3925",
        "0.3925 of",
        "0.5968",
        "1.1058",
        "1.1058 of",
        "0.7514",
        "1.2248",
        "1.2248 of",
      ],
      ...[
        "0.7730",
        "0.0821",
        "0.0821 of",
        "0.0827",
        "0.0827 of",
        "-0.0226",
        "-0.0226 of",
        "-0.0227",
        "-0.0227 of",
      ],
    ]);
    for (const { claimed, line, column } of claims) {
      expect(lines[line - 1].startsWith(claimed.text, column - 1)).toBe(true);
    }
  });
});
