import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Protocol } from "./protocol.ts";
import type { Command } from "./runtimes.ts";

/** Nobody needs as long, in seconds: who does is stuck. */
const LIMIT = 600;

/** The process of a competitor, asked one thing at a time. */
export class Contestant {
  readonly #child: ChildProcessWithoutNullStreams;
  #settle: ((line: string | Error) => void) | undefined;
  #complaints = "";
  #fault: Error | undefined;

  /** @param threads what libraries that read it from their environment are to use */
  constructor({ executable, args }: Command, threads = 1) {
    const count = String(threads);
    const environment = { OMP_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count, MKL_NUM_THREADS: count };
    this.#child = spawn(executable, args, { env: { ...process.env, ...environment } });
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#settle?.(line));
    this.#child.stderr.on("data", (text: Buffer) => {
      this.#complaints = `${this.#complaints}${text}`.slice(-2000);
    });
    this.#child.on("error", (error) => this.#fail(error.message));
    this.#child.on("close", (code, signal) =>
      this.#fail(`ended (${signal ?? code}): ${lastLine(this.#complaints)}`),
    );
    // what is written to a process that has ended is answered by its end
    this.#child.stdin.on("error", () => {});
  }

  /** @throws Error where it answers with an error, does not answer, or has ended */
  async ask<Do extends keyof Protocol>(
    what: Do,
    asked: Protocol[Do]["asked"],
  ): Promise<Protocol[Do]["answered"]> {
    if (this.#fault) throw this.#fault;
    const line = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => this.#child.kill("SIGKILL"), 1000 * LIMIT);
      this.#settle = (answer) => {
        clearTimeout(timer);
        if (typeof answer === "string") resolve(answer);
        else reject(answer);
      };
      this.#child.stdin.write(`${JSON.stringify({ do: what, ...asked })}\n`);
    });
    const reply: Protocol[Do]["answered"] | { error: string } = JSON.parse(line);
    if ("error" in reply) throw new Error(reply.error);
    return reply;
  }

  /** Ends the process. */
  end(): void {
    this.#child.kill();
  }

  #fail(message: string): void {
    this.#fault ??= new Error(message);
    this.#settle?.(this.#fault);
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
