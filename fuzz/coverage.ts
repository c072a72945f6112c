import { Session } from "node:inspector";

/** Which blocks of our own sources have run, as V8 counts them. */
export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#post("Profiler.enable");
    this.#post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** Runs something, and says whether any block ran that had not run before. */
  isNew(run: () => void): boolean {
    this.#blocks();
    run();
    const blocks = this.#blocks();
    return blocks.some((block) => !this.#seen.has(block));
  }

  /** Counts what has run since as seen. */
  note(run: () => void): void {
    this.#blocks();
    run();
    for (const block of this.#blocks()) this.#seen.add(block);
  }

  get size(): number {
    return this.#seen.size;
  }

  #blocks(): string[] {
    const { result } = this.#post("Profiler.takePreciseCoverage") as {
      result: {
        url: string;
        functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[];
      }[];
    };
    return result
      .filter(({ url }) => url.includes("/src/"))
      .flatMap(({ url, functions }) =>
        functions.flatMap(({ ranges }) =>
          ranges
            .filter(({ count }) => count > 0)
            .map(({ startOffset, endOffset }) => `${url}:${startOffset}-${endOffset}`),
        ),
      );
  }

  #post(method: string, params: object = {}): unknown {
    let answer: unknown;
    this.#session.post(method, params, (error: Error | null, result?: object) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  }
}
