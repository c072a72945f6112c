import type { Competitor, Training } from "../competitor.ts";
import type { Problem } from "../problem.ts";

/** What somebody would write for the article's network alone: no library, no loops over layers, only numbers. */
export const competitors: readonly Competitor[] = [
  {
    id: "loop",
    name: "hand-written loop",
    widths: { P1: "f64" },
    threads: [1],
    inJavaScript: true,
    available: async () => "",
    prepare: async (problem) => handWritten(problem),
  },
];

function handWritten({ layers: [hidden, output], inputs, targets, learningRate: rate }: Problem): Training {
  const [i1, i2] = inputs;
  const [target1, target2] = targets;
  const [bh1, bh2] = hidden.bias;
  const [bo1, bo2] = output.bias;
  let weights = [...hidden.weight, ...output.weight];
  let error1 = 0;
  let error2 = 0;

  function step(count: number): void {
    let [w1, w2, w3, w4, w5, w6, w7, w8] = weights;
    for (let n = 0; n < count; n++) {
      const h1 = sigmoid(w1 * i1 + w2 * i2 + bh1);
      const h2 = sigmoid(w3 * i1 + w4 * i2 + bh2);
      const o1 = sigmoid(w5 * h1 + w6 * h2 + bo1);
      const o2 = sigmoid(w7 * h1 + w8 * h2 + bo2);
      error1 = o1 - target1;
      error2 = o2 - target2;
      const deltaO1 = error1 * o1 * (1 - o1);
      const deltaO2 = error2 * o2 * (1 - o2);
      const deltaH1 = (deltaO1 * w5 + deltaO2 * w7) * h1 * (1 - h1);
      const deltaH2 = (deltaO1 * w6 + deltaO2 * w8) * h2 * (1 - h2);
      w5 -= rate * deltaO1 * h1;
      w6 -= rate * deltaO1 * h2;
      w7 -= rate * deltaO2 * h1;
      w8 -= rate * deltaO2 * h2;
      w1 -= rate * deltaH1 * i1;
      w2 -= rate * deltaH1 * i2;
      w3 -= rate * deltaH2 * i1;
      w4 -= rate * deltaH2 * i2;
    }
    weights = [w1, w2, w3, w4, w5, w6, w7, w8];
  }

  return {
    threads: 1,
    step,
    parameters: () => [weights.slice(0, 4), weights.slice(4)],
    loss: () => (error1 ** 2 + error2 ** 2) / 2,
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
