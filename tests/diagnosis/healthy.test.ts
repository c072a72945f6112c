import { describe, expect, test } from "vitest";
import {
  catalogues,
  createSession,
  diagnose,
  findingText,
  type LayerSpec,
  type LossSpec,
  type OptimizerSpec,
  type Samples,
  wasmBackend,
} from "../../src/index.ts";
import { type Random, randomStream } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";

// Whoever warns of what is well is not listened to: 50 trainings as people set them up, drawn by number.

const RUNS = 50;
const SAMPLES = 240;

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)];

interface Task {
  readonly inputs: number;
  readonly outputs: number;
  readonly losses: readonly LossSpec[];
  /** Inputs, then targets. */
  draw(random: Random): [number[], number[]];
}

const oneHot = (k: number, of: number): number[] => Array.from({ length: of }, (_, j) => (j === k ? 1 : 0));

const tasks: Readonly<Record<string, Task>> = {
  "blobs of three classes": {
    inputs: 2,
    outputs: 3,
    losses: ["softmax-cross-entropy"],
    draw(random) {
      const k = Math.floor(random.uniform() * 3);
      const angle = (2 * Math.PI * k) / 3;
      const around = (center: number) => center + 0.5 * random.normal();
      return [[around(1.5 * Math.cos(angle)), around(1.5 * Math.sin(angle))], oneHot(k, 3)];
    },
  },
  "a disk in a square": {
    inputs: 2,
    outputs: 1,
    losses: ["binary-cross-entropy-with-logits"],
    draw(random) {
      const at = [2 * random.uniform() - 1, 2 * random.uniform() - 1].map((x) => 1.5 * x);
      return [at, [Math.hypot(...at) < 1.1 ? 1 : 0]];
    },
  },
  "two of four signs": {
    inputs: 4,
    outputs: 2,
    losses: ["softmax-cross-entropy"],
    draw(random) {
      const at = Array.from({ length: 4 }, random.normal);
      return [at, oneHot(at[0] + at[1] > 0 ? 1 : 0, 2)];
    },
  },
  "a wave": {
    inputs: 1,
    outputs: 1,
    losses: ["half-squared-error", "mean-squared-error", "huber", "mean-absolute-error"],
    draw(random) {
      const x = 3.4 * (random.uniform() - 0.5);
      return [[x], [Math.sin(1.5 * x) + 0.05 * random.normal()]];
    },
  },
  "a plane with noise": {
    inputs: 5,
    outputs: 2,
    losses: ["half-squared-error", "mean-squared-error"],
    draw(random) {
      const x = Array.from({ length: 5 }, random.normal);
      const noise = () => 0.1 * random.normal();
      return [x, [0.5 * x[0] - x[1] + noise(), 0.3 * x[2] * x[3] + 0.5 * x[4] + noise()]];
    },
  },
};

const optimizers: readonly OptimizerSpec[] = [
  { name: "sgd", learningRate: 0.1 },
  { name: "momentum", learningRate: 0.02 },
  { name: "nesterov", learningRate: 0.02 },
  { name: "adam", learningRate: 0.005 },
  { name: "adamw", learningRate: 0.005 },
  { name: "rmsprop", learningRate: 0.003 },
  { name: "adagrad", learningRate: 0.05 },
  { name: "adam", learningRate: 0.01, schedule: { name: "cosine", over: 600 } },
  { name: "sgd", learningRate: 0.1, clip: { norm: 1 } },
];

const activations = ["tanh", "sigmoid", "relu", "leaky-relu", "gelu", "silu", "softplus"] as const;

function samplesOf(task: Task, random: Random, count: number): Samples {
  const rows = Array.from({ length: count }, () => task.draw(random));
  return {
    inputs: tensor(
      [count, task.inputs],
      rows.flatMap(([inputs]) => inputs),
    ),
    targets: tensor(
      [count, task.outputs],
      rows.flatMap(([, targets]) => targets),
    ),
  };
}

function healthyRun(seed: number) {
  const random = randomStream(seed, 77);
  const name = pick(random, Object.keys(tasks));
  const task = tasks[name];
  const activation = pick(random, activations);
  // a sigmoid passes on a quarter: nobody stacks many
  const depth = activation === "sigmoid" || activation === "softplus" ? 1 : pick(random, [1, 1, 2, 3]);
  const hidden = Array.from(
    { length: depth },
    (): LayerSpec => ({ dense: pick(random, [8, 12, 16, 24]), activation }),
  );
  const loss = pick(random, task.losses);
  const optimizer = pick(random, optimizers);
  const batchSize = pick(random, [16, 24, 48]);
  const model = { network: { inputs: task.inputs, layers: [...hidden, { dense: task.outputs }] }, loss };
  const session = createSession({ model, optimizer, seed, backend: wasmBackend() });
  const run = diagnose({
    session,
    samples: samplesOf(task, random, SAMPLES),
    validation: samplesOf(task, random, SAMPLES / 2),
    training: { epochs: 40, batchSize, shuffle: true },
  });
  let next = run.next();
  while (!next.done) next = run.next();
  const what = `${seed}: ${name}, ${depth} × ${activation}, ${JSON.stringify(optimizer)}, ${batchSize}, ${loss}`;
  return { what, activation, optimizer: optimizer.name, name, findings: next.value.findings };
}

describe("a healthy training gets no warning", () => {
  const runs = Array.from({ length: RUNS }, (_, seed) => healthyRun(seed));

  test.each(runs)("$what", ({ findings }) => {
    expect(findings.map(({ finding }) => findingText(finding, catalogues.en))).toEqual([]);
  });

  test("of every kind that is drawn from", () => {
    const drawn = (key: "name" | "activation" | "optimizer") => new Set(runs.map((run) => run[key])).size;
    expect([drawn("name"), drawn("activation"), drawn("optimizer")]).toEqual([
      Object.keys(tasks).length,
      activations.length,
      new Set(optimizers.map(({ name }) => name)).size,
    ]);
  });
});
