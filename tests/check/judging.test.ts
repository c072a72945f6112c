import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { checkWorking } from "../../src/check/check.ts";
import { readWorking } from "../../src/check/read/index.ts";
import type { CheckSubject, Precision } from "../../src/check/subject.ts";
import type { Checked, Judged } from "../../src/check/verdict.ts";
import { subjectOf } from "../support/measure-sheets.ts";

const example = readFileSync(new URL("../../examples/by-example.yaml", import.meta.url), "utf8");
const article = subjectOf(example);

function check(text: string, subject: CheckSubject = article): Checked {
  return checkWorking(subject, readWorking(text, { format: "lines" }));
}

function judged(text: string, subject: CheckSubject = article): Judged[] {
  return [...check(text, subject).claims];
}

const verdicts = (text: string, subject?: CheckSubject) =>
  judged(text, subject).map(({ verdict }) => verdict);
const kinds = ({ mistakes = [] }: Judged) => mistakes.map(({ kind }) => kind);

describe("a number", () => {
  test.each([
    ["net_h2 = 0.3925", "exact"],
    ["out_h1 = 0.5933", "exact"],
    ["out_h1 = 0.5932", "truncated"],
    ["out_h1 = 0.5931", "wrong"],
    ["out_h1 = 0.59", "exact"],
    ["out_h1 = 0.60", "wrong"],
    ["dE/dw7 = -0.0226", "exact"],
    ["dE/dw7 = −0.0236", "wrong"],
    ["dE/dw1 = 4.3857e-4", "exact"],
    ["nothing = 3", "unrecognised"],
  ])("%s is %s", (line, verdict) => {
    expect(verdicts(line)).toEqual([verdict]);
  });

  it("follows from the numbers before it as they are printed", () => {
    const text = "out_h1 = 0.5932\nout_h2 = 0.5968\nnet_o2 = 1.2248\n";
    expect(verdicts(text)).toEqual(["truncated", "truncated", "follows"]);
    expect(judged(text)[2]).toMatchObject({ from: [0, 1] });
    expect(judged(text)[2].fromOwn).toBeCloseTo(0.5 * 0.5932 + 0.55 * 0.5968 + 0.6, 12);
  });

  it("is carried from a wrong one, wherever on the page that stands", () => {
    const text = "w5+ = 0.1801\ndE/dw5 = 0.4398\nnet_h1 = 0.3775\n";
    const { claims, firstWrong } = check(text);
    expect(claims.map(({ verdict }) => verdict)).toEqual(["carried", "wrong", "exact"]);
    expect(firstWrong).toBe(1);
    expect(claims[0].fromOwn).toBeCloseTo(0.4 - 0.5 * 0.4398, 12);
  });

  it("is wrong once, and carried where it is written again", () => {
    expect(verdicts("net_h1 = 0.3875\nnet_h1 = 0.3875\n")).toEqual(["wrong", "carried"]);
  });

  it("may be given wrong", () => {
    expect(verdicts("w5 = 0.45\ni1 = 0.05\n")).toEqual(["wrong", "exact"]);
  });

  it("without a + may be the updated weight", () => {
    expect(judged("w5 = 0.4\nw5 = 0.3589\n").map(({ id }) => id)).toEqual(["w5", "w5⁺"]);
  });
});

describe("a name", () => {
  test.each([
    ["o1 = 0.01", "target_o1"],
    ["o1 = 0.7514", "out_o1"],
    ["h1 = 0.3775", "net_h1"],
    ["E_total = 0.2984", "E"],
    ["delta_o1 = 0.1385", "∂E/∂net_o1"],
    ["δ_{h1} = 0.0088", "∂E/∂net_h1"],
    ["\\frac{\\partial E_{total}}{\\partial w_5} = 0.0822", "∂E/∂w5"],
    ["\\frac{\\partial out_{o1}}{\\partial net_{o1}} = 0.1868", "∂out_o1/∂net_o1"],
    ["∂net_o1/∂w5 = 0.5933", "∂net_o1/∂w5"],
    ["∂E_o1/∂out_h1 = 0.0554", "∂E/∂out_h1 through net_o1"],
    ["∂E_o1/∂net_h1 = 0.0134", "∂E_o1/∂net_h1"],
    ["w(h1→o1) = 0.4", "w5"],
    ["w_5^{+} = 0.3589", "w5⁺"],
    ["w5' = 0.3589", "w5⁺"],
    ["w5_new = 0.3589", "w5⁺"],
    ["new_w5 = 0.3589", "w5⁺"],
    ["grad_w5 = 0.0822", "∂E/∂w5"],
    ["learning_rate = 0.5", "η"],
    ["E after 1 = 0.2910", "E after 1"],
    ["E^{(1)} = 0.2910", "E after 1"],
    ["E_{total}^{(1)} = 0.2910", "E after 1"],
  ])("%s means %s", (line, id) => {
    expect(judged(line)[0]).toMatchObject({ id, verdict: "exact" });
  });

  it("that could mean two things is not guessed where neither fits", () => {
    expect(verdicts("o1 = 0.5\n")).toEqual(["unrecognised"]);
  });

  it("of an author stands for what the example says", () => {
    const names = new Map([
      ["w14", "w(h1→o1)"],
      ["error", "out_o1 - target_o1"],
      ["total error", "abs(error) + abs(out_o2 - target_o2)"],
    ]);
    const text = "w14 = 0.4\nerror = 0.7414\ntotal error = 0.9584\n";
    expect(verdicts(text, { ...article, names })).toEqual(["exact", "exact", "exact"]);
  });

  it("of an author may be of another step, or of several", () => {
    const names = new Map([
      ["h1_then", "net_h1 after 1"],
      ["moved", "w5 after 1 - w5"],
      ["area", "2 * E summed after 0 to 1"],
    ]);
    const text = "h1_then = 0.377445\nmoved = -0.041084\narea = 1.178798\n";
    expect(verdicts(text, { ...article, names })).toEqual(["exact", "exact", "exact"]);
  });

  it("of an author is understood in derivatives, updates and connections", () => {
    const names = new Map([
      ["W[0][0]", "w5"],
      ["a", "out_h1"],
      ["x1", "i1"],
    ]);
    const text =
      "dE/dW[0][0] = 0.0822\nW[0][0]+ = 0.3589\ndW[0][0] = 0.0822\ndE/da = 0.0364\nw(x1->h1)+ = 0.1498\n";
    expect(judged(text, { ...article, names }).map(({ id, verdict }) => [id, verdict])).toEqual([
      ["∂E/∂w5", "exact"],
      ["w5⁺", "exact"],
      ["∂E/∂w5", "exact"],
      ["∂E/∂out_h1", "exact"],
      ["w1⁺", "exact"],
    ]);
  });

  it("whose formula means itself does not go on for ever", () => {
    const names = new Map([
      ["a", "b + 1"],
      ["b", "a + 1"],
    ]);
    expect(verdicts("a = 1\n", { ...article, names })).toEqual(["unrecognised"]);
  });
});

describe("arithmetic", () => {
  test.each([
    ["0.5 * 0.0822 = 0.0411", "exact"],
    ["0.7414 * 0.1868 * 0.5932 = 0.0821", "truncated"],
    ["0.4 * 0.5932 + 0.45 * 0.5968 + 0.6 = 1.1159", "wrong"],
    ["0.74 * 0.1868 * 0.5932 = 0.0822", "follows"],
    ["0.5 * 0.161 = 0.0822", "wrong"],
  ])("%s is %s", (line, verdict) => {
    expect(verdicts(line)).toEqual([verdict]);
  });
});

describe("a mistake", () => {
  test.each([
    ["out_h1 = 0.5933\ndE/dw5 = 0.4398", "derivative-missing"],
    ["dE/dout_o1 = 0.7414\nnet_o1 = 1.1059\ndelta_o1 = -0.0868", "derivative-at-net"],
    ["dE/dout_o1 = -0.7414", "sign"],
    ["E_o1 = 0.5496", "half"],
    ["delta_o1 = 0.1385\ndelta_o2 = -0.0381\ndE/dout_h1 = 0.0554", "path-missing"],
    ["out_h1 = 0.5933\nout_h2 = 0.5969\nnet_o1 = 0.5059", "bias-missing"],
    ["dE/dw5 = 0.0822\nw5+ = 0.3178", "rate-missing"],
    ["dE/dw5 = 0.0822\nw5+ = 0.4411", "rate-added"],
    ["out_o2 = 0.7730", "padded"],
    ["w5+ = 0.358916\nw1+ = 0.149781\nE = 0.298371\nE after 2 = 0.291028", "off-by-one-step"],
  ])("%# is named: %s", (text, kind) => {
    const { claims, firstWrong } = check(`${text}\n`);
    expect(kinds(claims[firstWrong ?? -1])).toContain(kind);
  });

  it("made before 10,000 updates shows after them", () => {
    const text =
      "E after 1 = 0.291027924\nout_o1 after 10000 = 0.015912196\nout_o2 after 10000 = 0.984065734\n";
    const claims = judged(text);
    expect(claims.map(kinds)).toEqual([["updated-too-early"], ["updated-too-early"], ["updated-too-early"]]);
    expect(claims.every(({ mistakes }) => mistakes?.[0].everywhere)).toBe(true);
  });

  it("may be that a number is copied from elsewhere", () => {
    const [, copy] = judged("w7+ = 0.511301270\nw6+ = 0.511301270\ndE/dw5 = 0.082167041\n");
    expect(copy).toMatchObject({ verdict: "wrong", mistakes: [{ kind: "other-quantity" }] });
    const [, elsewhere] = judged("w7+ = 0.511301270\nnet_o1 = 0.511301270\n");
    expect(elsewhere.mistakes).toMatchObject([{ kind: "other-quantity", about: ["net_o1", "w7⁺"] }]);
  });

  it("may come with another", () => {
    const text = "out_o1 = 0.75136507\nout_h1 = 0.593269992\ndE/dw5 = -0.43982965\n";
    const [mistake] = judged(text)[2].mistakes ?? [];
    expect([mistake.kind, mistake.also?.kind].sort()).toEqual(["derivative-missing", "sign"]);
  });

  it("is not named for a zero, which too much gives", () => {
    expect(judged("dE/dw5 = 0.000\n")[0].mistakes).toBeUndefined();
  });

  it("is not named where so few digits fit by luck", () => {
    expect(judged("dE/dw1 = 0.1\n")[0].mistakes).toBeUndefined();
  });
});

describe("conventions", () => {
  const negative =
    "delta_o1 = -0.1385\ndelta_o2 = 0.0381\ndelta_h1 = -0.0088\ndE/dw5 = 0.0822\nw5+ = 0.3589\n";

  it("are recognised where every δ is −∂E/∂net and what follows is right", () => {
    const checked = check(negative);
    expect(checked.recognised).toEqual({ delta: "-dE/dnet" });
    expect(checked.firstWrong).toBeUndefined();
  });

  it("are no excuse for a sign that is carried on", () => {
    const checked = check("delta_o1 = -0.1385\ndelta_o2 = 0.0381\ndE/dw5 = -0.0822\n");
    expect(checked.recognised).toBeUndefined();
    expect(checked.firstWrong).toBe(0);
  });

  it("may be stated", () => {
    const subject: CheckSubject = { ...article, conventions: { delta: "-dE/dnet" } };
    expect(verdicts(negative, subject)).toEqual(["exact", "exact", "exact", "exact", "exact"]);
  });

  it("may be that weights are updated one layer after the other", () => {
    const subject: CheckSubject = { ...article, conventions: { update: "sequential" } };
    const text = "w5+ = 0.35891648\nE after 1 = 0.291027924\nout_o1 after 10000 = 0.015912196\n";
    expect(verdicts(text, subject)).toEqual(["exact", "exact", "exact"]);
  });
});

describe("numbers of a program", () => {
  const program = (precision: Precision): CheckSubject => ({ ...article, conventions: { precision } });

  it("are not rounded on the way, as those of a hand may be", () => {
    const text = "out_h1 = 0.59\nout_h2 = 0.59\nnet_o2 = 1.21\n";
    expect(verdicts(text)).toEqual(["exact", "truncated", "follows"]);
    expect(verdicts(text, program("float64"))).toEqual(["exact", "truncated", "wrong"]);
  });

  it("may be off by what its arithmetic drops", () => {
    // 0.5932699921071872 as float32 is 0.593269973993…
    const text = "out_h1 = 0.59326997399\ndE/dw5 = 0.0821670411\n";
    expect(verdicts(text, program("float64"))).toEqual(["wrong", "wrong"]);
    expect(verdicts(text, program("float32"))).toEqual(["follows", "follows"]);
    expect(verdicts("out_h1 = 0.5931\nout_h2 = 0.59\n", program("float16"))).toEqual([
      "follows",
      "truncated",
    ]);
    expect(verdicts("out_h1 = 0.595\n", program("float16"))).toEqual(["wrong"]);
  });
});

describe("a working that asks for too much", () => {
  it("is told what is not known", () => {
    const lines = Array.from({ length: 300 }, (_, i) => `E after ${i} = 0.51234`);
    const found = new Set(verdicts([...lines, "E after 999999999 = 1"].join("\n")));
    expect(found).toEqual(new Set(["wrong", "unrecognised"]));
  });

  it("is not recognised by names that go on and on", () => {
    expect(verdicts(`${"∂/".repeat(5000)}x = 1\n${"w".repeat(10_000)} = 1\n`)).not.toContain("exact");
  });
});
