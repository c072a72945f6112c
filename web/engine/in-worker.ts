import { Refusal, type StartEngine } from "./client.ts";
import type { Reply, Request } from "./protocol.ts";

interface Waiting {
  resolve(result: never): void;
  reject(error: Error): void;
}

/** Starts the engine in a worker of its own, so that the page stays free. */
export const startInWorker: StartEngine = (hear) => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    if ("event" in data) {
      hear(data.event);
      return;
    }
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ("problem" in data) asked?.reject(new Refusal(data.problem));
    else asked?.resolve(data.result as never);
  };
  return {
    call: (call, argument) =>
      new Promise((resolve, reject) => {
        const id = ++calls;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, call, argument } satisfies Request);
      }),
  };
};
