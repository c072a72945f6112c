import { type Spawn, spawnBy, UnsupportedError, workerSource } from "../index.ts";
import { canShare, canWait, type WebWorker, webWorkers } from "./web-worker.ts";

/**
 * Starts Web Workers for the wasm backend: for a session of n threads, n - 1. Call it in a worker of the page, where the session
 * must be as well: threads wait for each other, and that of a page may not. The page must be cross-origin isolated, which is
 * asked for by two headers, `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`; a
 * policy for content (`worker-src`) must allow `blob:`.
 *
 * Browsers do not start a worker while the one that asked for it waits, and a session waits from its first step on. So workers
 * are started ahead, and what is returned only hands them out: once each, to the sessions that ask first. It throws an
 * UnsupportedError when there are none left.
 * @throws UnsupportedError where there are no workers, where they cannot share memory, in the thread of a page
 */
export async function startWebWorkers(count: number): Promise<Spawn> {
  const waiting = await startAll(count);
  return spawnBy(() => {
    const worker = waiting.pop();
    if (!worker) {
      throw new UnsupportedError(
        `expected a started worker for every thread but the first, found that all ${count} are in use; start more with startWebWorkers`,
      );
    }
    return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
  });
}

/** A worker that runs may still not get messages of a thread that waits; one that has answered a message does. */
const answerFirst = `"use strict";
const answer = (event) => {
  event.stopImmediatePropagation();
  self.postMessage(null);
};
self.addEventListener("message", answer, { once: true });
`;

async function startAll(count: number): Promise<WebWorker[]> {
  const Worker = webWorkers();
  if (!Worker) throw new UnsupportedError("expected Web Workers, to run several threads, found none");
  if (!canShare()) {
    throw new UnsupportedError(
      "expected a cross-origin isolated page, whose threads may share memory, found another; serve it with the headers " +
        "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or use one thread",
    );
  }
  if (!canWait()) {
    throw new UnsupportedError(
      "expected a worker, which may wait for other threads, found the thread of a page; start a worker and make the " +
        "session there, or use one thread",
    );
  }
  const source = new Blob([answerFirst, workerSource], { type: "text/javascript" });
  const url = URL.createObjectURL(source);
  const workers: WebWorker[] = [];
  try {
    for (let i = 0; i < count; i++) workers.push(new Worker(url));
    await Promise.all(workers.map(untilStarted));
    return workers;
  } catch (error) {
    for (const worker of workers) worker.terminate();
    throw error;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function untilStarted(worker: WebWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      // whoever waits for it finds out by itself that it is gone
      event.preventDefault();
      const why = event.message || "the page's policy may forbid workers from blob: (worker-src)";
      reject(new UnsupportedError(`expected a worker to start, found that it does not: ${why}`));
    };
    worker.postMessage(null);
  });
}
