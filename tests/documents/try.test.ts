import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { pictureToSvg } from "../../src/explain/svg.ts";
import { explanationToHtml } from "../../src/explain/html.ts";
import { explanationToLatex } from "../../src/explain/document.ts";
import { explainedExpressions, explainedHostile, explainedExample, explainedStep } from "./explained.ts";
import { createSession } from "../../src/index.ts";
const H = "/tmp/helper-html/";
const nasty = "<script>alert(1)</script> $x$ \\foo_bar % | {a} #1 & ~^ \"q\" 'r' `s` -- עברית ＡＢ 😀 [b] *c\u202e\u0000";
test("x", async () => {
  const all = { hostile: explainedHostile(nasty), hebrew: explainedHostile("שלום"), circuit: explainedExpressions("circuit", ["all"]), tanh: explainedExpressions("tanh-neuron", ["w1"]), iris: await explainedExample("iris", ["w1"]), hostilezh: explainedHostile(nasty, "zh-Hant") };
  const values = (n: number) => Float64Array.from({ length: n }, (_, i) => (i * 37 % 101) / 101);
  const big = createSession({ model: { network: { inputs: 784, layers: [{ dense: 128, activation: "relu" }, { dense: 10 }] }, loss: "softmax-cross-entropy" }, optimizer: { name: "sgd", learningRate: 0.1 }, seed: 1 });
  const e = big.look({ inputs: { dtype: "f64", shape: [64, 784], values: values(64 * 784) }, targets: { dtype: "f64", shape: [64, 10], values: Float64Array.from({ length: 640 }, (_, i) => i % 10 === 3 ? 1 : 0) } } as any);
  (all as any).big = explainedStep(e, ["w(i300->h77)"], "en", "big");
  for (const [n, { explanation, options }] of Object.entries(all)) {
    writeFileSync(H + n + ".svg", pictureToSvg(options.picture!, options.words)); if (n === "circuit" || n === "tanh") continue;
    const t = performance.now();
    writeFileSync(H + n + ".html", explanationToHtml(explanation, options));
    const u = performance.now();
    writeFileSync(H + n + ".tex", explanationToLatex(explanation, options));
    console.log(n, u - t, performance.now() - u);
  }
});
