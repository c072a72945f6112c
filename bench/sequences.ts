/**
 * Tasks that need a memory, or a look at another place: ours beside PyTorch's from the same first numbers, on the same
 * batches, with the same optimiser. `node bench/sequences.ts [-- --python python3 --threads 2]`.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  createSession,
  type ModelSpec,
  type Random,
  randomStream,
  type Samples,
  tensor,
  wasmBackend,
} from "../src/index.ts";
import { enableFastWasm, spawnThread } from "../src/node/index.ts";

interface Task {
  readonly name: string;
  readonly settings: string;
  readonly model: ModelSpec;
  readonly outputs: number;
  readonly learningRate: number;
  readonly steps: number;
  readonly batch: number;
  /** One sample. */
  draw(random: Random): { inputs: number[]; targets: number[] };
  /** What is reported, of predictions and targets. */
  score(predictions: ArrayLike<number>, targets: ArrayLike<number>): string;
}

const TRAIN = 20_000;
const TEST = 1000;
const ADDING = 40;
const [LENGTH, TOKENS, WIDTH] = [10, 10, 32];

const adding: Task = {
  name: "adding problem (Hochreiter, Schmidhuber, 1997)",
  settings: `${ADDING} steps, LSTM 32 and one output, squared error`,
  model: {
    network: { inputs: [ADDING, 2], layers: [{ lstm: 32 }, { dense: 1 }] },
    loss: "mean-squared-error",
  },
  outputs: 1,
  learningRate: 0.005,
  steps: 3000,
  batch: 50,
  // numbers from 0 to 1, of which one in each half is marked; the sum of those two is wanted
  draw(random) {
    const half = ADDING / 2;
    const marked = [random.integer(half), half + random.integer(half)];
    const numbers = Array.from({ length: ADDING }, () => random.uniform());
    return {
      inputs: numbers.flatMap((x, step) => [x, marked.includes(step) ? 1 : 0]),
      targets: [numbers[marked[0]] + numbers[marked[1]]],
    };
  },
  score(predictions, targets) {
    const errors = Array.from(targets, (target, i) => (target - predictions[i]) ** 2);
    return `mean squared error ${(errors.reduce((a, b) => a + b, 0) / errors.length).toExponential(2)}`;
  },
};

const reversal: Task = {
  name: "sequence reversal",
  settings: `${LENGTH} of ${TOKENS} tokens, sinusoidal positions, attention with 4 heads over ${WIDTH} features`,
  model: {
    network: {
      inputs: [LENGTH, WIDTH],
      layers: [{ positions: "sinusoidal" }, { attention: 4 }, { attention: 4 }, { flatten: true }],
    },
    loss: "binary-cross-entropy-with-logits",
  },
  outputs: LENGTH * WIDTH,
  learningRate: 0.003,
  steps: 3000,
  batch: 50,
  draw(random) {
    const tokens = Array.from({ length: LENGTH }, () => random.integer(TOKENS));
    const marks = (list: readonly number[]) =>
      list.flatMap((token) => Array.from({ length: WIDTH }, (_, i) => Number(i === token)));
    return { inputs: marks(tokens), targets: marks([...tokens].reverse()) };
  },
  score(predictions, targets) {
    let right = 0;
    for (let from = 0; from < targets.length; from += WIDTH) {
      const place = (row: ArrayLike<number>) => {
        const part = Array.from({ length: WIDTH }, (_, i) => row[from + i]);
        return part.indexOf(Math.max(...part));
      };
      right += Number(place(predictions) === place(targets));
    }
    return `${((100 * right * WIDTH) / targets.length).toFixed(2)} % of tokens`;
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: "string", default: "python3" },
    threads: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
  },
});
const { wide } = enableFastWasm();
const threads = Number(values.threads);
const backend = wasmBackend({ wide, threads, spawn: spawnThread });

console.log(`Node ${process.version}, wasm backend, f32, ${threads} threads, seed ${values.seed}\n`);
console.log("| task | model | Adam | untrained | ours | seconds | PyTorch | seconds |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
for (const task of [adding, reversal]) {
  if (positionals.length === 0 || positionals.some((name) => task.name.startsWith(name)))
    console.log(run(task));
}

function run(task: Task): string {
  const { name, settings, model, steps, batch, learningRate } = task;
  const random = randomStream(Number(values.seed), 5);
  const [train, test] = [samplesOf(task, TRAIN, random), samplesOf(task, TEST, random)];
  const order = Uint32Array.from({ length: steps * batch }, () => random.integer(TRAIN));
  const session = createSession({
    backend,
    model,
    optimizer: { name: "adam", learningRate },
    dtype: "f32",
    seed: Number(values.seed),
  });
  const parameters = session.parameters.map((parameter) => [...session.read(parameter)]);
  const before = task.score(session.measure(test).predictions, test.targets.values);
  const started = performance.now();
  for (let from = 0; from < order.length; from += 100 * batch) {
    session.run(train, order.subarray(from, from + 100 * batch), batch);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const ours = task.score(session.measure(test).predictions, test.targets.values);
  const theirs = pytorch(task, { train, test, order, parameters });
  const beside = theirs
    ? `${task.score(theirs.predictions, test.targets.values)} | ${theirs.seconds.toFixed(1)}`
    : "not there | ";
  const training = `${learningRate}, ${steps} steps of ${batch}`;
  return `| ${name} | ${settings} | ${training} | ${before} | ${ours} | ${seconds} | ${beside} |`;
}

function samplesOf({ model, outputs, draw }: Task, count: number, random: Random): Samples {
  const rows = Array.from({ length: count }, () => draw(random));
  const shape = model.network.inputs as readonly number[];
  return {
    inputs: tensor([count, ...shape], Float64Array.from(rows.flatMap(({ inputs }) => inputs))),
    targets: tensor([count, outputs], Float64Array.from(rows.flatMap(({ targets }) => targets))),
  };
}

/** Undefined where there is no PyTorch. */
function pytorch(
  { model, outputs, learningRate, batch }: Task,
  data: { train: Samples; test: Samples; order: Uint32Array; parameters: number[][] },
): { predictions: number[]; seconds: number } | undefined {
  const part = ({ inputs, targets }: Samples) => ({
    inputs: [...inputs.values],
    targets: [...targets.values],
  });
  const { inputs, layers } = model.network;
  const input = JSON.stringify({
    inputs,
    layers,
    outputs,
    learningRate,
    batch,
    loss: model.loss,
    train: part(data.train),
    test: part(data.test),
    order: [...data.order],
    parameters: data.parameters,
  });
  const script = fileURLToPath(new URL("sequences.py", import.meta.url));
  const { status, stdout, stderr } = spawnSync(values.python, [script, values.threads], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status === 0) return JSON.parse(stdout);
  console.error(stderr);
  return undefined;
}
