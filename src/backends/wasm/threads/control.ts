/** Words at the start of a shared memory by which threads talk; each on a cache line of its own. Addresses in bytes. */
export const control = {
  /** How many threads have arrived at the barrier. */
  arrived: 64,
  /** Counts barriers that all threads have passed. */
  passed: 128,
  /** Counts commands. */
  command: 192,
  /** What is to be done: the number of a module, or `LISTEN`. */
  module: 256,
  /** The arguments of its run, without the thread. */
  arguments: 320,
  /** How many workers have done what the last message asked. */
  ready: 512,
  /** Not 0 where a worker could not. */
  failed: 576,
} as const;

/** The command to listen to messages. */
export const LISTEN = -1;

/** How long one thread waits for another before it gives it up, in milliseconds. */
export const PATIENCE = 4000;
