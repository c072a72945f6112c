import type { Sharing } from "../emit/sharing.ts";
import type { WasmMemory } from "../webassembly.ts";
import { Pool, type StartWorker } from "./pool.ts";
import { sharedBy } from "./sharing.ts";

/**
 * How threads are started, and how they work together. It comes with what starts them, so that a page of one thread loads
 * nothing of it.
 */
export interface Spawn {
  /** Workers that share a memory, for so many threads, of which the caller is the first. */
  start(threads: number, memory: WasmMemory): Pool;
  /** How so many threads share out what a kernel does. */
  share(threads: number): Sharing;
}

/**
 * Threads that are workers.
 * @param startWorker is asked for each but the first thread, when a session needs it
 */
export function spawnBy(startWorker: StartWorker): Spawn {
  return { start: (threads, memory) => new Pool(threads, startWorker, memory), share: sharedBy };
}
