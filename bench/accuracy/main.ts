/**
 * What networks reach whose figures others have published: the median of several seeds, ours beside theirs.
 * `npm run bench:accuracy` in the repository; `-- NAME …` runs those whose names begin so. Data sets are looked for in
 * ../shared/data, or in $BACKSTEP_DATA; what is not there is left out.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  type Backend,
  createSession,
  metricsOf,
  type Samples,
  trainEpochs,
  wasmBackend,
} from "../../src/index.ts";
import { enableFastWasm, spawnThread } from "../../src/node/index.ts";
import { type Experiment, experiments } from "./experiments.ts";

/** Steps in one call of the backend. */
const STEPS_AT_ONCE = 100;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "3" },
    threads: { type: "string", default: "2" },
    python: { type: "string", default: "python3" },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const { wide } = enableFastWasm();
const threads = Number(values.threads);
const backend = wasmBackend({ wide, threads, spawn: spawnThread });

console.log(
  `Node ${process.version}, ${backend.name} backend, ${threads} threads, seeds ${seeds.join(", ")}\n`,
);
console.log(
  "| network | trained with | published | ours: median (each) | goal | seconds |\n| --- | --- | --- | --- | --- | --- |",
);
for (const experiment of experiments) {
  const isWanted = positionals.length === 0 || positionals.some((name) => experiment.name.startsWith(name));
  if (isWanted && experiment.available()) console.log(rowOf(experiment));
}

function rowOf(experiment: Experiment): string {
  const { name, settings, published, metric, goal, peer } = experiment;
  const runs = seeds.map((seed) => run(experiment, seed));
  const text = (value: number) =>
    metric === "accuracy" ? `${(100 * value).toFixed(2)} %` : value.toFixed(4);
  const found = runs.map(({ score }) => score);
  const peers = peer ? runs.flatMap(({ theirs }) => theirs ?? []) : [];
  const beside =
    peers.length > 0 ? `${published}: ${text(median(peers))} (${peers.map(text).join(", ")})` : published;
  const wanted = peer ? "within 2 % of it" : text(goal);
  const seconds = median(runs.map((one) => one.seconds)).toFixed(1);
  return `| ${name} | ${settings} | ${beside} | ${text(median(found))} (${found.map(text).join(", ")}) | ${wanted} | ${seconds} |`;
}

function run(experiment: Experiment, seed: number): { score: number; seconds: number; theirs?: number } {
  const { epochs, batchSize, metric, peer } = experiment;
  const { train, test } = experiment.parts(seed);
  const batches = Math.ceil(train.inputs.shape[0] / batchSize);
  const session = createSession({
    backend: backend satisfies Backend,
    model: experiment.model(seed),
    optimizer: experiment.optimizer(batches),
    seed,
    dtype: "f32",
  });
  const started = performance.now();
  const training = trainEpochs(session, train, {
    epochs,
    batchSize,
    shuffle: true,
    stepsAtOnce: () => STEPS_AT_ONCE,
  });
  while (!training.next().done);
  const seconds = (performance.now() - started) / 1000;
  const theirs = peer && scikit(train, test, { seed, epochs, batch: batchSize });
  return {
    score: metricsOf(session, test, [metric])[metric] ?? Number.NaN,
    seconds,
    ...(theirs !== undefined && { theirs }),
  };
}

/** Undefined where there is no scikit-learn. */
function scikit(
  train: Samples,
  test: Samples,
  settings: { readonly seed: number; readonly epochs: number; readonly batch: number },
): number | undefined {
  const script = fileURLToPath(new URL("scikit.py", import.meta.url));
  const input = JSON.stringify({ train: rowsOf(train), test: rowsOf(test), ...settings });
  const { status, stdout } = spawnSync(values.python, [script], { input, encoding: "utf8" });
  return status === 0 ? (JSON.parse(stdout) as number) : undefined;
}

function rowsOf({ inputs, targets }: Samples): { inputs: number[][]; targets: number[][] } {
  const rows = ({ shape: [count, width], values: all }: Samples["inputs"]) =>
    Array.from({ length: count }, (_, i) => [...all.subarray(i * width, (i + 1) * width)]);
  return { inputs: rows(inputs), targets: rows(targets) };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
