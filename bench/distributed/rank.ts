// One rank of the measurement; started by mpirun, from main.ts. Its argument says what is measured, in JSON.
import {
  createSession,
  type Ranks,
  randomStream,
  type Samples,
  tensor,
  together,
  wasmBackend,
} from "../../src/index.ts";
import { Communicator, enableFastWasm } from "../../src/node/index.ts";

/** P4 of the speed table: 784-1024-1024-10, batches of 256, ReLU, softmax cross-entropy, SGD, float32. */
const SIZES = [784, 1024, 1024, 10] as const;
const ROWS = 2048;

const asked = JSON.parse(process.argv[2]) as {
  /** Batches whose step is timed by one rank alone. */
  readonly alone: readonly number[];
  /** Batches whose step is timed by all ranks together. */
  readonly together: readonly number[];
  /** Lengths of float32 vectors whose all-reduce is timed. */
  readonly reduced: readonly number[];
  readonly rounds: number;
};

const { wide } = enableFastWasm();
const ranks = Communicator.join();
const samples = randomSamples();
const single = session();
const shared = session(ranks);
const found: Record<string, number[]> = {};
/** In milliseconds, by what was measured: so long the others sleep. */
const lasted = new Map<string, number>();
const note = (what: string, ms: number): void => {
  found[what] ??= [];
  found[what].push(ms);
};

for (let round = 0; round <= asked.rounds; round++) {
  const isWarm = round > 0;
  for (const batch of asked.alone) {
    const ms = alone(`alone ${batch}`, () => steps(single, batch));
    if (isWarm) note(`alone ${batch}`, ms);
  }
  for (const batch of asked.together) {
    ranks.barrier();
    const ms = steps(shared, batch);
    if (isWarm) note(`together ${batch}`, ms);
  }
  for (const length of asked.reduced) {
    ranks.barrier();
    const ms = reduce(length);
    if (isWarm) note(`reduced ${length}`, ms);
  }
}
if (ranks.rank === 0) {
  const { version, size } = ranks;
  process.stdout.write(
    `${JSON.stringify({ mpi: version, node: process.version, wide: wide(), ranks: size, found })}\n`,
  );
}
ranks.close();

function session(others?: Ranks) {
  const [inputs, ...layers] = SIZES;
  const last = layers.length - 1;
  return createSession({
    backend: wasmBackend({ wide }),
    model: {
      network: {
        inputs,
        layers: layers.map((dense, i) => (i < last ? { dense, activation: "relu" } : { dense })),
      },
      loss: "softmax-cross-entropy",
    },
    optimizer: { name: "sgd", learningRate: 0.01 },
    dtype: "f32",
    ...(others && { together: together(others) }),
  });
}

function randomSamples(): Samples {
  const random = randomStream(1);
  const [inputs, , , classes] = SIZES;
  const targets = new Float64Array(ROWS * classes);
  for (let row = 0; row < ROWS; row++) targets[row * classes + random.integer(classes)] = 1;
  return {
    inputs: tensor(
      [ROWS, inputs],
      Float64Array.from({ length: ROWS * inputs }, () => random.uniform()),
    ),
    targets: tensor([ROWS, classes], targets),
  };
}

/** Milliseconds of a step, over all batches of the rows. */
function steps(of: ReturnType<typeof session>, batch: number): number {
  const count = Math.floor(ROWS / batch);
  const order = Uint32Array.from({ length: count * batch }, (_, i) => i);
  const started = performance.now();
  of.run(samples, order, batch);
  return (performance.now() - started) / count;
}

function reduce(length: number): number {
  const [from, to] = [new Float32Array(length), new Float32Array(length)];
  const times = length > 1e6 ? 8 : 32;
  const started = performance.now();
  for (let i = 0; i < times; i++) ranks.allReduce(from, to);
  return (performance.now() - started) / times;
}

/** Of rank 0, while the others sleep: a rank that waits for MPI would take the whole of its core. */
function alone(what: string, measure: () => number): number {
  const started = performance.now();
  if (ranks.rank > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lasted.get(what) ?? 0);
  const ms = ranks.rank === 0 ? measure() : 0;
  lasted.set(what, ranks.share(performance.now() - started));
  return ms;
}
