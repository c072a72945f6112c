import type { CallName, Calls, EngineEvent, Problem } from "./protocol.ts";

/** The engine as a page sees it, wherever it runs. */
export interface EngineClient {
  /** Rejects with a `Refusal` where the user must change something. */
  call<N extends CallName>(name: N, argument: Parameters<Calls[N]>[0]): Promise<ReturnType<Calls[N]>>;
}

/** Starts an engine that tells of its training. */
export type StartEngine = (hear: (event: EngineEvent) => void) => EngineClient;

/** Why the engine did not do what was asked. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}
