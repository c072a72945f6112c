import type { CompiledModule, WasmMemory } from "../webassembly.ts";
import { control, LISTEN, PATIENCE } from "./control.ts";
import { type WorkerMessage, workerSource } from "./worker-source.ts";

/** A worker, as a door to the world starts one. */
export interface WorkerHandle {
  post(message: WorkerMessage): void;
  end(): void;
}

/** Starts a worker that runs the given program; nothing must wait for it to end. */
export type StartWorker = (source: string) => WorkerHandle;

/** A worker died, or does not answer. */
export class ThreadError extends Error {
  override readonly name = "ThreadError";

  constructor(what: string) {
    super(`the wasm backend: ${what}; train again, or with one thread`);
  }
}

/** The workers that share one memory. */
export class Pool {
  readonly threads: number;
  readonly #memory: WasmMemory;
  readonly #workers: readonly WorkerHandle[];
  #modules = 0;
  #isListening = true;
  #isBroken = false;

  constructor(threads: number, startWorker: StartWorker, memory: WasmMemory) {
    this.threads = threads;
    this.#memory = memory;
    this.#workers = Array.from({ length: threads - 1 }, () => startWorker(workerSource));
  }

  /** Gives a module to all workers, and returns the number by which it is called. */
  add(module: CompiledModule): number {
    this.#check();
    const words = this.#words();
    if (!this.#isListening) this.#command(LISTEN, []);
    Atomics.store(words, control.ready / 4, 0);
    const id = ++this.#modules;
    for (const [i, worker] of this.#workers.entries()) {
      worker.post({ id, module, memory: this.#memory, thread: i + 1 });
    }
    this.#isListening = false;
    for (let ready = 0; ready < this.#workers.length; ready = Atomics.load(words, control.ready / 4)) {
      if (Atomics.wait(words, control.ready / 4, ready, PATIENCE) === "timed-out") {
        throw this.#broken("a worker has not started within 4 seconds");
      }
    }
    if (Atomics.load(words, control.failed / 4) !== 0)
      throw this.#broken("a worker could not load the program");
    return id;
  }

  /** Runs a module in all threads, this one being the first, and returns when it is done. */
  run(id: number, own: (...args: number[]) => number, args: readonly number[]): void {
    this.#check();
    this.#command(id, args);
    try {
      own(0, ...args);
    } catch {
      throw this.#broken("a worker has died, or has not answered for 4 seconds");
    }
  }

  #command(module: number, args: readonly number[]): void {
    const words = this.#words();
    words.set(args, control.arguments / 4);
    Atomics.store(words, control.module / 4, module);
    Atomics.add(words, control.command / 4, 1);
    Atomics.notify(words, control.command / 4);
  }

  #words(): Int32Array {
    return new Int32Array(this.#memory.buffer, 0, 256);
  }

  #check(): void {
    if (this.#isBroken) throw new ThreadError("a worker has died before");
  }

  #broken(what: string): ThreadError {
    this.#isBroken = true;
    for (const worker of this.#workers) worker.end();
    return new ThreadError(what);
  }
}
