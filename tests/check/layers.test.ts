import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { checkWorking } from "../../src/check/check.ts";
import { readWorking } from "../../src/check/read/index.ts";
import { subjectOf } from "../support/measure-sheets.ts";
import { executeText } from "../worksheet/support.ts";

const article = subjectOf(readFileSync(new URL("../../examples/by-example.yaml", import.meta.url), "utf8"));
const circuitText = readFileSync(new URL("../../examples/circuit.yaml", import.meta.url), "utf8");
const circuit = { at: () => executeText(circuitText) };
const batchText = `
backstep: 1
network:
  inputs: 2
  layers:
    - { dense: 2, activation: tanh, weights: [[0.5, -0.2], [0.3, 0.8]], bias: [0.1, -0.1] }
    - { dense: 1, activation: sigmoid, weights: [[0.6, 0.4]], bias: [0.05] }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.5 }
data: { inputs: [[1, 0], [0, 1]], targets: [[1], [0]] }
`;
const batch = subjectOf(batchText);

const manySamples = batchText
  .replace("[[1, 0], [0, 1]]", "[[0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [1, 0.5]]")
  .replace("[[1], [0]]", "[[1], [0], [1], [0], [1], [0]]");

function claims(text: string, subject = article) {
  return checkWorking(subject, readWorking(text, { format: "lines" })).claims;
}

const verdicts = (text: string, subject = article) => claims(text, subject).map(({ verdict }) => verdict);

describe("numbers of a layer", () => {
  test.each([
    ["z_1^{(1)} = 0.3775", ["net_h1"]],
    ["z^{(1)}_2 = 0.3925", ["net_h2"]],
    ["z^{[1]}_2 = 0.3925", ["net_h2"]],
    ["a^{(1)} = [0.5933, 0.5969]^T", ["out_h1", "out_h2"]],
    ["a1 = [0.5933, 0.5969]", ["out_h1", "out_h2"]],
    ["a_2 = [0.7514, 0.7729]", ["out_o1", "out_o2"]],
    ["out_h = (0.5933, 0.5969)", ["out_h1", "out_h2"]],
    ["\\hat{y}_2 = 0.7729", ["out_o2"]],
    ["x = [0.05, 0.10]", ["i1", "i2"]],
    ["y = [0.01, 0.99]", ["target_o1", "target_o2"]],
    ["δ^{(2)} = [0.1385, -0.0381]", ["∂E/∂net_o1", "∂E/∂net_o2"]],
    ["delta_2^{(2)} = -0.0381", ["∂E/∂net_o2"]],
    ["W_2 = [[0.40, 0.45], [0.50, 0.55]]", ["w5", "w6", "w7", "w8"]],
    ["\\frac{\\partial E}{\\partial W^{(2)}} = [[0.0822, 0.0827]]", ["∂E/∂w5", "∂E/∂w6"]],
    ["dW2 = [[0.0822, 0.0827]]", ["∂E/∂w5", "∂E/∂w6"]],
    ["dE/dz2 = [0.1385, -0.0381]", ["∂E/∂net_o1", "∂E/∂net_o2"]],
    ["w_5 \\leftarrow 0.3589", ["w5⁺"]],
    ["W2_new = [[0.3589, 0.4087]]", ["w5⁺", "w6⁺"]],
    ["W^{(2)}_{12} = 0.45", ["w6"]],
  ])("%s", (line, ids) => {
    expect(claims(line).map(({ id }) => id)).toEqual(ids);
    expect(new Set(verdicts(line))).toEqual(new Set(["exact"]));
  });

  it("are counted as makes them right: from the inputs, or behind them", () => {
    const text = "a^(1) = [0.05, 0.1]\na^(2) = [0.5933, 0.5969]\na^(3) = [0.7514, 0.8129]\n";
    expect(verdicts(text)).toEqual(["exact", "exact", "exact", "exact", "exact", "wrong"]);
  });

  it("are a column for each neuron where inputs stand on the left", () => {
    const text = "W2 = [[0.40, 0.50], [0.45, 0.55]]\ndW2 = [[0.0822, -0.0226], [0.4425, -0.0227]]\n";
    expect(verdicts(text).slice(4)).toEqual(["exact", "exact", "wrong", "exact"]);
    expect(claims(text)[6].id).toBe("∂E/∂w6");
  });

  it("are judged, and their mistakes named", () => {
    const [, , delta] = claims("a^{(2)} = [0.7514, 0.7729]\n\\delta^{(2)} = [0.7414, -0.2171]\n");
    expect(delta).toMatchObject({ id: "∂E/∂net_o1", verdict: "wrong" });
    expect(delta.mistakes?.map(({ kind }) => kind)).toEqual(["derivative-missing"]);
  });

  it("are not told where two could be meant and neither fits, nor is clearly nearer", () => {
    expect(verdicts("z_1^{(2)} = 0.9123\n")).toEqual(["unrecognised"]);
    expect(
      claims("z_1^{(2)} = 1.1159\nz_1^{(2)} = 0.74\nz_1^{(2)} = 0.3675\n").map(({ id, verdict }) => [
        id,
        verdict,
      ]),
    ).toEqual([
      ["net_o1", "wrong"],
      [undefined, "unrecognised"],
      ["net_h1", "wrong"],
    ]);
    expect(verdicts("z_1^{(7)} = 0.9\nW^{(2)}_{57} = 0.3\nq^{(1)} = 3\n")).toEqual(
      Array(3).fill("unrecognised"),
    );
  });
});

describe("a sentence", () => {
  test.each([
    "E = 0,27481 + 0,02356 = 0,29837. Der Gradient ist dE/dw5 = 0,08217",
    "E = 0.2748 + 0.0236 = 0.2984。更新後 w5⁺ = 0.4 − 0.5×0.0822 = 0.3589",
    "E = 0.2984. Then dE/dw5 = 0.0822. So w5+ = 0.3589.",
  ])("ends where another begins: %s", (line) => {
    expect(claims(line).map(({ id }) => id)).toContain("E");
    expect(verdicts(line)).not.toContain("wrong");
  });
});

describe("numbers of a sample", () => {
  // tanh(0.6), tanh(−0.1), and what follows from them
  const text = "z^(1) = [0.6, 0.2]\nout_h1 = 0.5370\nz^(1) = [-0.1, 0.7]\nout_h1 = -0.0997\n";

  it("may be any sample's where the working does not say whose", () => {
    expect(verdicts(text, batch)).toEqual(Array(6).fill("exact"));
    expect(verdicts("out_h1 = 0.7\n", batch)).toEqual(["unrecognised"]);
    expect(claims("out_h1 = 0.5380\nout_h1 = -0.0897\n", batch)).toMatchObject([
      { id: "out_h1#1", verdict: "wrong" },
      { id: "out_h1#2", verdict: "wrong" },
    ]);
  });

  it.each([
    ["Sample 1:", "Sample 2:"],
    ["### Training sample 1", "**Sample 2**"],
    ["樣本 1", "第 2 個樣本"],
    ["第1个训练样本：", "样本2"],
  ])("is that one's that the heading says: %s", (first, second) => {
    const bare = "net_h1 = -0.1\nout_h1 = -0.0997\n";
    const judged = claims(`${first}\n${bare}out_h1#2 = -0.0997\n${second}\n${bare}w5 = 0.6\n`, batch);
    expect(judged.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["net_h1#1", "wrong"],
      ["out_h1#1", "carried"],
      ["out_h1#2", "exact"],
      ["net_h1#2", "exact"],
      ["out_h1#2", "exact"],
      ["w5", "exact"],
    ]);
    expect(judged[0].mistakes).not.toEqual([]);
  });

  it("is of the error of that sample, or of all", () => {
    // ½(1 − 0.6109)², and the mean of both
    const judged = claims("Sample 1:\nE = 0.0757\nE = 0.1156\n", batch);
    expect(judged.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["E_o1#1", "exact"],
      ["E", "exact"],
    ]);
  });

  it("is any's again behind the heading of an update, and where there is one sample", () => {
    expect(claims("Sample 2\nafter 1 update\nE = 0.05\nout_h1 = 0.5366\n", batch)[1].id).toBe(
      "out_h1#1 after 1",
    );
    expect(verdicts("Sample 2\nnet_h1 = 0.3775\n")).toEqual(["exact"]);
    const many = { ...batch, at: () => executeText(manySamples) };
    expect(
      claims("Sample 6\nnet_h1 = 0.5\nSample 5\nnet_h1 = 0.5\n", many).map(({ verdict }) => verdict),
    ).toEqual(["exact", "wrong"]);
  });
});

describe("tables", () => {
  it("may have a row for each neuron, or each weight", () => {
    const text = `
| Neuron | net | out | δ |
|---|---|---|---|
| h1 | 0.3775 | 0.5933 | 0.0088 |
| o2 | 1.2249 | 0.7729 | -0.0481 |

| Weight | old | gradient | new |
|---|---|---|---|
| w5 | 0.40 | 0.0822 | 0.4 - 0.5 * 0.0822 = 0.3589 |
`;
    const { claims } = checkWorking(article, readWorking(text, { format: "markdown" }));
    const values = claims.filter(({ claim }) => claim.kind === "value");
    expect(values.map(({ id }) => id)).toEqual([
      ...["net_h1", "out_h1", "∂E/∂net_h1", "net_o2", "out_o2", "∂E/∂net_o2"],
      ...["w5", "∂E/∂w5", "w5⁺"],
    ]);
    expect(values.findIndex(({ verdict }) => verdict === "wrong")).toBe(5);
  });
});

describe("an author's names", () => {
  const author = {
    ...article,
    names: new Map([
      ["w35", "w5"],
      ["θ5", "w5"],
      ["Err5", "-delta_o1"],
      ["minus", "-w5"],
      ["change", "w5+ - w5"],
    ]),
  };

  test.each([
    ["w35 = 0.3589", "w5⁺"],
    ["w35 = 0.4", "w5"],
    ["\\theta_5 = 0.3589", "w5⁺"],
    ["Err_5 = -0.1385", "Err_5"],
    ["minus = -0.4", "minus"],
    ["minus = -0.3589", "minus⁺"],
    ["change = -0.0411", "change"],
  ])("are known in other spellings, and may be of a next value: %s", (line, id) => {
    expect(claims(line, author)).toMatchObject([{ id, verdict: "exact" }]);
  });
});

describe("derivatives", () => {
  test.each([
    ["dfdx = -4", "∂f/∂x", circuit],
    ["dfdz = 3", "∂f/∂z", circuit],
    ["grad(w5) = 0.0822", "∂E/∂w5", article],
    ["\\frac{df}{dx} = -4", "∂f/∂x", circuit],
    ["dneto1/dw5 = 0.5933", "∂net_o1/∂w5", article],
    ["\\frac{\\partial \\mathcal{L}}{\\partial w_5} = 0.0822", "∂E/∂w5", article],
  ])("%s", (line, id, subject) => {
    expect(claims(line, subject)).toMatchObject([{ id, verdict: "exact" }]);
  });
});
