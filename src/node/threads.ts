import { Worker } from "node:worker_threads";
import { type Spawn, type StartWorker, spawnBy } from "../index.ts";

/** Starts a worker thread. The process does not wait for it to end. */
export const startThread: StartWorker = (source) => {
  const worker = new Worker(source, { eval: true });
  worker.unref();
  // whoever waits for it finds out by itself that it is gone
  worker.on("error", () => {});
  return {
    post: (message) => worker.postMessage(message),
    end: () => void worker.terminate(),
  };
};

/** Threads for the wasm backend. */
export const spawnThread: Spawn = spawnBy(startThread);
