import type { CallName, Calls, EngineEvent, Problem, Reply, Request } from "./protocol.ts";

/** The engine as a page sees it. */
export interface EngineClient {
  /** Rejects with a `Refusal` where the user must change something. */
  call<N extends CallName>(name: N, argument: Parameters<Calls[N]>[0]): Promise<ReturnType<Calls[N]>>;
}

/** Why the engine did not do what was asked. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Waiting {
  resolve(result: never): void;
  reject(error: Error): void;
}

/** Starts the engine in a worker of its own, so that the page stays free. */
export function startEngine(hear: (event: EngineEvent) => void): EngineClient {
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
}
