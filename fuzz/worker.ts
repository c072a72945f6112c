import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { randomStream } from "../src/tensor/random.ts";
import { corpusOf } from "./corpus.ts";
import { Coverage } from "./coverage.ts";
import { type Finding, LARGEST_MIB, LONGEST_MS, thrownBy } from "./finding.ts";
import { mutated } from "./mutate.ts";
import { loadTarget } from "./target.ts";

/** What a worker is started with. */
export interface Task {
  readonly name: string;
  readonly seed: number;
  /** The number of the first input. */
  readonly first: number;
  readonly milliseconds: number;
  /** Where the worker writes how far it is, before it tries an input. */
  readonly progress: SharedArrayBuffer;
}

export type Message = { readonly suspect: Finding } | { readonly done: Done };

export interface Done {
  readonly corpus: number;
  readonly blocks: number;
}

/** In the shared memory: runs begun, inputs tried, the length of the last input; its bytes come behind. */
export const PROGRESS = { runs: 0, inputs: 1, length: 2, header: 12 } as const;

/** So many inputs are tried before it is asked whether one of them went somewhere new. */
const BATCH = 64;
/** Runs that may be spent on that besides, at the beginning, where much is new. */
const FIRST = 4096;
/** How much of the heap may be used up before an input is suspected; it is measured by itself then. */
const SUSPECT = (LARGEST_MIB / 2) * 2 ** 20;

if (parentPort) await fuzz(workerData as Task, (message) => parentPort?.postMessage(message));

async function fuzz(
  { name, seed, first, milliseconds, progress }: Task,
  post: (message: Message) => void,
): Promise<void> {
  const target = await loadTarget(name);
  const corpus = corpusOf(name, target);
  const words = (target.words ?? []).map((word) => new TextEncoder().encode(word));
  const counters = new Int32Array(progress, 0, 3);
  const current = new Uint8Array(progress, PROGRESS.header);
  const suspected = new Set<string>();
  const coverage = new Coverage();
  const end = performance.now() + milliseconds;

  const run = (input: Uint8Array): string | undefined => {
    current.set(input);
    counters[PROGRESS.length] = input.length;
    Atomics.add(counters, PROGRESS.runs, 1);
    return thrownBy(target, input);
  };
  const attempt = (input: Uint8Array): void => {
    const heap = heapUsed();
    const started = performance.now();
    const thrown = run(input);
    const took = performance.now() - started;
    if (thrown !== undefined) suspect({ kind: "throws", input, what: thrown });
    if (took > LONGEST_MS) suspect({ kind: "slow", input, what: `took ${Math.round(took)} ms` });
    const used = heapUsed() - heap;
    if (used > SUSPECT) suspect({ kind: "memory", input, what: `used ${Math.round(used / 2 ** 20)} MiB` });
    counters[PROGRESS.inputs]++;
  };
  const suspect = (finding: Finding): void => {
    const known = finding.kind === "throws" ? finding.what : `${finding.kind} ${finding.input.length >> 12}`;
    if (suspected.has(known)) return;
    suspected.add(known);
    post({ suspect: finding });
  };
  /** Adds those inputs of a batch to the corpus that run a block which no other did; takes as many runs as inputs, at most. */
  const keepNew = (batch: readonly Uint8Array[]): void => {
    const isTooMuch = counters[PROGRESS.runs] > 2 * counters[PROGRESS.inputs] + FIRST;
    if (isTooMuch || performance.now() > end) return;
    const runAll = (): void => {
      for (const input of batch) run(input);
    };
    if (!coverage.isNew(runAll)) return;
    if (batch.length === 1) {
      corpus.push(batch[0]);
      coverage.note(runAll);
      return;
    }
    keepNew(batch.slice(0, batch.length >> 1));
    keepNew(batch.slice(batch.length >> 1));
  };

  coverage.note(() => {
    for (const input of [...corpus]) attempt(input);
  });
  for (let i = first; performance.now() < end; i += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, j) => {
      const random = randomStream(seed, i + j);
      const input = mutated(corpus, words, random);
      return target.mend && random.integer(2) === 0 ? target.mend(input) : input;
    });
    const isNew = coverage.isNew(() => {
      for (const input of batch) if (performance.now() < end) attempt(input);
    });
    if (isNew) keepNew(batch);
  }
  post({ done: { corpus: corpus.length, blocks: coverage.size } });
}

function heapUsed(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
