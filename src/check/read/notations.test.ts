import { describe, expect, it } from "vitest";
import type { Expr } from "../../graph/expression.ts";
import { evaluate } from "../../ops/evaluate.ts";
import type { Printed } from "../claim.ts";
import { readWorking, type WorkingFormat } from "./index.ts";

function evaluated(arithmetic: Expr<Printed>): number {
  return evaluate(arithmetic, ({ value }) => value);
}

/** The claims in short: `name = number`, `name: arithmetic → number`; with `after n` where a step is said. */
function claims(text: string, format: WorkingFormat = "lines"): string[] {
  const { claims, unread } = readWorking(text, { format });
  expect(unread).toEqual([]);
  return claims.map(({ name, claimed, arithmetic, step }) => {
    const left =
      arithmetic === undefined ? `${name} =` : `${name}: ${Number(evaluated(arithmetic).toFixed(6))} →`;
    return `${left} ${claimed.value} (${claimed.decimals})${step === undefined ? "" : ` after ${step}`}`;
  });
}

describe("numbers", () => {
  it.each([
    ["0.50", 0.5, 2],
    [".5", 0.5, 1],
    ["3", 3, 0],
    ["-0.0226", -0.0226, 4],
    ["−0.0226", -0.0226, 4],
    ["- 0.0226", -0.0226, 4],
    ["+0.5", 0.5, 1],
    ["4.4e-7", 4.4e-7, 8],
    ["4.4E−7", 4.4e-7, 8],
    ["4.4 \\times 10^{-7}", 4.4e-7, 8],
    ["4.4×10⁻⁷", 4.4e-7, 8],
    ["4.4·10^-7", 4.4e-7, 8],
    ["4.4 * 10^(-7)", 4.4e-7, 8],
    ["4.4 x 10**-7", 4.4e-7, 8],
    ["4.4\\cdot10^{-7}", 4.4e-7, 8],
    ["1.2e3", 1200, -2],
    ["33.4%", 0.334, 3],
    ["33.4\\,\\%", 0.334, 3],
    ["1,105.9", 1105.9, 1],
    ["1,234,567", 1234567, 0],
    ["1 105.9", 1105.9, 1],
    ["1\\,105.9", 1105.9, 1],
    ["1\u2009105.9", 1105.9, 1],
    ["0.593\\,269\\,99", 0.59326999, 8],
    ["0{,}5932", 0.5932, 4],
    ["(0.5)", 0.5, 1],
    ["{0.5}", 0.5, 1],
    ["\\mathbf{0.5}", 0.5, 1],
    ["\\boxed{0.5}", 0.5, 1],
    ["0.5932.", 0.5932, 4],
    ["0.5932 ✓", 0.5932, 4],
    ["0.5932 (correct to 4 d.p.)", 0.5932, 4],
    ["0.5932 (4dp)", 0.5932, 4],
    ["0.5932 (rounded)", 0.5932, 4],
    ["0.5932 to 4 decimal places", 0.5932, 4],
    ["0.5932 units", 0.5932, 4],
    ["0.5932*", 0.5932, 4],
    ["0.5932   # as before, see 2", 0.5932, 4],
    ["0.5932[^1]", 0.5932, 4],
    ["0.5932 \\text{ (rounded)}", 0.5932, 4],
    ["0.5932 \\quad (1)", 0.5932, 4],
    ["0.5932 \\tag{1}", 0.5932, 4],
    ["0.5932，所以", 0.5932, 4],
    ["50%", 0.5, 2],
  ])("%s", (written, value, decimals) => {
    const line = `x = ${written}`;
    const { claims, unread } = readWorking(line, { format: "lines" });
    expect(unread).toEqual([]);
    expect(claims).toMatchObject([{ name: "x", kind: "value", claimed: { value, decimals }, line: 1 }]);
    const [{ claimed, column }] = claims;
    expect(line.slice(column - 1)).toMatch(/^[-−+]?\s?[.\d]/);
    expect(line.startsWith(claimed.text, column - 1)).toBe(true);
  });

  it("takes the comma for the decimal point where a document does", () => {
    expect(claims("net = 0,4 * 0,5932 = 0,2373\nE = 1.105,9\nw = [0,25; 0,30]")).toEqual([
      "net = 0.2373 (4)",
      "net: 0.23728 → 0.2373 (4)",
      "E = 1105.9 (1)",
      "w[1] = 0.25 (2)",
      "w[2] = 0.3 (2)",
    ]);
  });

  it("does not take it so in a list, nor where points occur", () => {
    expect(claims("o = [0,1]")).toEqual(["o[1] = 0 (0)", "o[2] = 1 (0)"]);
    expect(claims("x = 0.5\ny = 1,105")).toEqual(["x = 0.5 (1)", "y = 1105 (0)"]);
  });
});

describe("arithmetic", () => {
  it.each([
    ["0.4*0.5932 + 0.6", 0.83728],
    ["0.4 × 0.5932 − 0.6", -0.36272],
    ["0.4 \\cdot 0.5 \\times 2", 0.4],
    ["0.4 x 0.5", 0.2],
    ["2(3)", 6],
    ["(2)(3)", 6],
    ["0.74136507 \\frac{1}{2}", 0.370682535],
    ["\\frac{1}{2}(0.01 - 0.75)^2", 0.2738],
    ["½(0.01 − 0.75)²", 0.2738],
    ["1/2 * (0.01 - 0.75)**2", 0.2738],
    ["\\dfrac12 \\left( 0.01 - 0.75 \\right)^{2}", 0.2738],
    ["-(0.01 - 0.7514)", 0.7414],
    ["\\frac{1}{1 + e^{-0.3775}}", 0.59327],
    ["1/(1+exp(-0.3775))", 0.59327],
    ["\\frac{1}{1+\\exp\\left(-0.3775\\right)}", 0.59327],
    ["\\sigma(0.3775)", 0.59327],
    ["σ(0.3775)", 0.59327],
    ["sigmoid(0.3775)", 0.59327],
    ["\\operatorname{sigmoid}(0.3775)", 0.59327],
    ["\\tanh(0.5)", 0.462117],
    ["1 - \\tanh^2(0.5)", 0.786448],
    ["\\ln 2", Math.LN2],
    ["-ln(0.5)", Math.LN2],
    ["log(0.5)", -Math.LN2],
    ["\\sqrt{0.09 + 0.16}", 0.5],
    ["sqrt(0.25)", 0.5],
    ["max(0, -0.3)", 0],
    ["\\max(0, 0.3)", 0.3],
    ["|0.01 - 0.75|", 0.74],
    ["2|−3|", 6],
    ["abs(-0.5)", 0.5],
    ["-2^2", -4],
    ["2^-1", 0.5],
    ["8/2/2", 2],
    ["0.5 - 0.3 - 0.1", 0.1],
    ["[0.4 + 0.6] * 2", 2],
    ["0.4 (0.5) + 1,000", 1000.2],
  ])("%s", (written, value) => {
    const { claims, unread } = readWorking(`y = ${written} = 7.77`, { format: "lines" });
    expect(unread).toEqual([]);
    expect(claims).toMatchObject([
      { name: "y", kind: "value", claimed: { value: 7.77 } },
      { name: "y", kind: "arithmetic", claimed: { value: 7.77 }, column: `y = ${written} = `.length + 1 },
    ]);
    expect(evaluated(claims[1].arithmetic as Expr<Printed>)).toBeCloseTo(value, 6);
  });
});

describe("equations", () => {
  it.each<[string, string[]]>([
    [
      "net_{o1} = w_5 * out_{h1} + w_6 = 0.4 * 0.5932 + 0.45*0.5968 + 0.6 = 1.1058",
      ["net_{o1} = 1.1058 (4)", "net_{o1}: 1.10584 → 1.1058 (4)"],
    ],
    ["out_h1 = 0.59327 ≈ 0.5933", ["out_h1 = 0.59327 (5)", "out_h1 = 0.5933 (4)"]],
    ["0.4*0.5932 = 0.2373", [": 0.23728 → 0.2373 (4)"]],
    ["net = 2x = 0.2373", ["net = 0.2373 (4)"]],
    ["net = 0.4 * out_h1 = 0.2373", ["net = 0.2373 (4)"]],
    ["net = 0.4 * 0.5 + ... = 0.2373", ["net = 0.2373 (4)"]],
    ["net = 0.4 * 0.5 + \\dots = 0.2373", ["net = 0.2373 (4)"]],
    ["o_1 = 0.01, o_2 = 0.99", ["o_1 = 0.01 (2)", "o_2 = 0.99 (2)"]],
    ["w_1, w_2 = 0.15, 0.20", ["w_1 = 0.15 (2)", "w_2 = 0.2 (2)"]],
    ["(w_1, w_2) = (0.15, 0.20)", ["w_1 = 0.15 (2)", "w_2 = 0.2 (2)"]],
    ["w_1 = 0.15, w_2 = 0.20, ...", ["w_1 = 0.15 (2)", "w_2 = 0.2 (2)"]],
    ["so x = 0.5 and y = 0.6", ["x = 0.5 (1)", "y = 0.6 (1)"]],
    ["a = 1 \\quad b = 2; c = 3 => d = 4", ["a = 1 (0)", "b = 2 (0)", "c = 3 (0)", "d = 4 (0)"]],
    ["First, x = 0.5", ["x = 0.5 (1)"]],
    ["Line 3: x = 0.5", ["x = 0.5 (1)"]],
    ["- w5 = 0.36", ["w5 = 0.36 (2)"]],
    ["2) w5 = 0.36", ["w5 = 0.36 (2)"]],
    ["w5+ = 0.36", ["w5+ = 0.36 (2)"]],
    ["w(i1→h1) = 0.15", ["w(i1→h1) = 0.15 (2)"]],
    ["w(i1->h1) = 0.15", ["w(i1->h1) = 0.15 (2)"]],
    ["∂E/∂w5 = 0.0821", ["∂E/∂w5 = 0.0821 (4)"]],
    ["out_h1#2 = 0.5", ["out_h1#2 = 0.5 (1)"]],
    ["layers.1.weight[1,2] = 0.5", ["layers.1.weight[1,2] = 0.5 (1)"]],
    ["學習率 = 0.5", ["學習率 = 0.5 (1)"]],
    ["所以net_h1＝0.3775。", ["net_h1 = 0.3775 (4)"]],
    ["x := 0.5", ["x = 0.5 (1)"]],
    ["x == 0.5", ["x = 0.5 (1)"]],
    ["w_5 \\leftarrow 0.4 - 0.5 * 0.0822 = 0.3589", ["w_5 = 0.3589 (4)", "w_5: 0.3589 → 0.3589 (4)"]],
    ["w5 ← 0.3589", ["w5 = 0.3589 (4)"]],
    ["w_5 \\gets 0.3589", ["w_5 = 0.3589 (4)"]],
    ["x \\approx 0.5", ["x = 0.5 (1)"]],
    ["x ≃ 0.5 < 1", ["x = 0.5 (1)"]],
    ["x \\neq 0.5", []],
    ["x <= 0.5", []],
    ["0 <= x = 0.5", []],
    ["x != 0.5", []],
    ["0.3775 = net_h1", ["net_h1 = 0.3775 (4)"]],
    ["net_h1 = ____", []],
    ["net_h1 = ?", []],
    ["E = E_o1 + E_o2 + E_o3", []],
    ["\\sum_{i=1}^{2} x_i = 0.5", ["\\sum_{i=1}^{2} x_i = 0.5 (1)"]],
    [
      "E_{o1} = \\frac{1}{2}(target_{o1} - out_{o1})^2 = \\frac{1}{2}(0.01 - 0.7514)^2 = 0.2748",
      ["E_{o1} = 0.2748 (4)", "E_{o1}: 0.274837 → 0.2748 (4)"],
    ],
    [
      "w_5^{+} = w_5 - \\eta * \\frac{\\partial E_{total}}{\\partial w_5} = 0.4 - 0.5 * 0.0822 = 0.3589",
      ["w_5^{+} = 0.3589 (4)", "w_5^{+}: 0.3589 → 0.3589 (4)"],
    ],
  ])("%s", (written, expected) => {
    expect(claims(written)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ["out_h = [0.59, 0.60]", ["out_h[1] = 0.59 (2)", "out_h[2] = 0.6 (2)"]],
    ["out_h = [0.59 -0.60]", ["out_h[1] = 0.59 (2)", "out_h[2] = -0.6 (2)"]],
    ["out_h = (0.59, 0.60)", ["out_h[1] = 0.59 (2)", "out_h[2] = 0.6 (2)"]],
    ["out_h = [0.59, 0.60]^T", ["out_h[1] = 0.59 (2)", "out_h[2] = 0.6 (2)"]],
    ["W = [[1, 2],[3, 4]]", ["W[1,1] = 1 (0)", "W[1,2] = 2 (0)", "W[2,1] = 3 (0)", "W[2,2] = 4 (0)"]],
    ["W = [[1 2] [3 4]]", ["W[1,1] = 1 (0)", "W[1,2] = 2 (0)", "W[2,1] = 3 (0)", "W[2,2] = 4 (0)"]],
    ["W = [1 2; 3 4]", ["W[1,1] = 1 (0)", "W[1,2] = 2 (0)", "W[2,1] = 3 (0)", "W[2,2] = 4 (0)"]],
    ["W = [[1, 2],\n     [3, 4]]", ["W[1,1] = 1 (0)", "W[1,2] = 2 (0)", "W[2,1] = 3 (0)", "W[2,2] = 4 (0)"]],
    ["W = [[1, 2]]^T", ["W[1,1] = 1 (0)", "W[2,1] = 2 (0)"]],
    [
      "W = \\begin{bmatrix} 1 & 2 \\\\ 3 & x \\end{bmatrix}",
      ["W[1,1] = 1 (0)", "W[1,2] = 2 (0)", "W[2,1] = 3 (0)"],
    ],
    ["v = \\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}", ["v[1] = 1 (0)", "v[2] = 2 (0)"]],
    ["v = \\left[\\begin{array}{c} 1 \\\\ 2 \\end{array}\\right]", ["v[1] = 1 (0)", "v[2] = 2 (0)"]],
    [
      "z = Wx + b = [0.3, 0.4] = [0.30, 0.40]",
      ["z[1] = 0.3 (1)", "z[2] = 0.4 (1)", "z[1] = 0.3 (2)", "z[2] = 0.4 (2)"],
    ],
  ])("%s", (written, expected) => {
    expect(claims(written)).toEqual(expected);
  });
});
