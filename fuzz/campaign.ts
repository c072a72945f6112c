import { Worker } from "node:worker_threads";
import type { Finding } from "./finding.ts";
import { judge, minimised } from "./judge.ts";
import { loadTarget } from "./target.ts";
import { type Done, type Message, PROGRESS, type Task } from "./worker.ts";

export interface Report {
  readonly inputs: number;
  readonly seconds: number;
  /** Inputs that went where no other did, the first ones included. */
  readonly corpus: number;
  /** Blocks of our sources that ran. */
  readonly blocks: number;
  /** Minimised, each of its kind once. */
  readonly findings: readonly Finding[];
}

/** A worker that does not go on for so long hangs, in milliseconds. */
const PATIENCE = 10_000;
const LOOK = 250;
const LARGEST_INPUT = 2 ** 20;

/** Tries a parser with changed inputs for some time; the same seed gives the same inputs. */
export async function campaign(
  name: string,
  { seed, milliseconds }: { readonly seed: number; readonly milliseconds: number },
): Promise<Report> {
  const target = await loadTarget(name);
  const started = performance.now();
  const suspects: Finding[] = [];
  const progress = new SharedArrayBuffer(PROGRESS.header + LARGEST_INPUT);
  const inputs = () => new Int32Array(progress, 0, 3)[PROGRESS.inputs];
  let done: Done = { corpus: 0, blocks: 0 };
  for (let left = milliseconds; left > 0; left = milliseconds - (performance.now() - started)) {
    const end = await work({ name, seed, first: inputs(), milliseconds: left, progress }, (message) => {
      if ("done" in message) done = message.done;
      else suspects.push(message.suspect);
    });
    if (end === "done") break;
    suspects.push({ kind: end, input: lastInput(progress), what: `${end} in a worker` });
  }
  const seconds = (performance.now() - started) / 1000;
  const findings = new Map<string, Finding>();
  for (const suspect of suspects) {
    const found = judge(name, target, suspect);
    const key = found && (found.kind === "throws" ? found.what : found.kind);
    if (found && key && !findings.has(key)) findings.set(key, minimised(name, target, found));
  }
  return { inputs: inputs(), seconds, ...done, findings: [...findings.values()] };
}

/** A worker does not take over that TypeScript is read as it is. */
const START = `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL("worker.ts", import.meta.url).href)});
});`;

/** @returns how the worker ended */
function work(task: Task, hear: (message: Message) => void): Promise<"done" | "hangs" | "crashes"> {
  const worker = new Worker(START, {
    eval: true,
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  const counter = new Int32Array(task.progress, 0, 1);
  return new Promise((resolve, reject) => {
    let isDone = false;
    let last = -1;
    let since = performance.now();
    const watchdog = setInterval(() => {
      const now = Atomics.load(counter, PROGRESS.runs);
      if (now !== last) [last, since] = [now, performance.now()];
      else if (performance.now() - since > PATIENCE) end("hangs");
    }, LOOK);
    const end = (how: "done" | "hangs" | "crashes"): void => {
      clearInterval(watchdog);
      void worker.terminate().then(() => resolve(how));
    };
    worker.on("message", (message: Message) => {
      hear(message);
      if ("done" in message) isDone = true;
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      clearInterval(watchdog);
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve("crashes");
      else reject(error);
    });
    worker.on("exit", () => {
      if (isDone) end("done");
    });
  });
}

function lastInput(progress: SharedArrayBuffer): Uint8Array {
  const length = new Int32Array(progress, 0, 3)[PROGRESS.length];
  return new Uint8Array(progress, PROGRESS.header, length).slice();
}
