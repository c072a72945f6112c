/**
 * How long an explanation takes, its forward and backward pass included: medians of one run, in milliseconds.
 * `npm run bench:explain` in the repository.
 */
import {
  createSession,
  en,
  explain,
  explanationToText,
  randomStream,
  type Session,
  samples,
} from "../src/index.ts";

const WARM_UP = 40;
const RUNS = 30;
const TEXT = { precision: { digits: 6 }, width: 80, words: en } as const;

const random = randomStream(1, 1);
const article = createSession({
  model: {
    network: {
      inputs: 2,
      layers: [
        { dense: 2, activation: "sigmoid" },
        { dense: 2, activation: "sigmoid" },
      ],
    },
    loss: "half-squared-error",
  },
  optimizer: { name: "sgd", learningRate: 0.5 },
});
const digits = createSession({
  model: {
    network: { inputs: 784, layers: [{ dense: 128, activation: "relu" }, { dense: 10 }] },
    loss: "softmax-cross-entropy",
  },
  optimizer: { name: "sgd", learningRate: 0.1 },
});

report("2-2-2, every weight and bias", article, [[0.05, 0.1]], [[0.01, 0.99]], ["all"]);
report("784-128-10, batch 64, one weight", digits, rows(64, 784), classes(64, 10), ["w300"]);

function report(name: string, session: Session, inputs: number[][], targets: number[][], of: string[]): void {
  const batch = samples(inputs, targets);
  let lines = 0;
  const times = Array.from({ length: WARM_UP + RUNS }, () => {
    const started = performance.now();
    lines = explanationToText(explain(session.look(batch), of), TEXT).split("\n").length;
    return performance.now() - started;
  });
  const [first] = times;
  const median = times.slice(WARM_UP).sort((a, b) => a - b)[RUNS >> 1];
  console.log(
    `${name.padEnd(36)} ${median.toFixed(1).padStart(7)} ms (the first ${first.toFixed(1)}), ${lines} lines`,
  );
}

function rows(count: number, width: number): number[][] {
  return Array.from({ length: count }, () => Array.from({ length: width }, () => random.uniform()));
}

function classes(count: number, width: number): number[][] {
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_, j) => (j === row % width ? 1 : 0)),
  );
}
