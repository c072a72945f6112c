import { Heap } from "./memory/heap.ts";
import type { Pool } from "./threads/pool.ts";
import type { Spawn } from "./threads/spawn.ts";

/** What executables that share states have in common: their memory, and the threads that work in it. */
export class Family {
  readonly heap: Heap;
  readonly #threads: number;
  readonly #spawn: Spawn | undefined;
  #pool: Pool | undefined;

  constructor(threads: number, spawn: Spawn | undefined) {
    this.heap = new Heap(threads > 1);
    this.#threads = threads;
    this.#spawn = spawn;
  }

  /** The threads, started when they are first needed. */
  get pool(): Pool {
    if (!this.#spawn) throw new Error("only a family of several threads has a pool");
    this.#pool ??= this.#spawn.start(this.#threads, this.heap.memory);
    return this.#pool;
  }
}
