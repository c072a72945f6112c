import type { Code } from "../assembler/code.ts";
import type { WasmFunction } from "../assembler/module.ts";
import type { Body } from "./body.ts";

/** How the units of a kernel are shared out, and how threads wait for each other. */
export interface Sharing {
  readonly threads: number;
  /** Functions that the shares call. */
  readonly functions: readonly WasmFunction[];
  /** Does `write` for the thread's share, then waits until all threads are there. */
  emitShare(body: Body, thread: Code, units: Code, write: (from: Code, to: Code) => void): void;
}

/** One thread does everything. */
export const alone: Sharing = {
  threads: 1,
  functions: [],
  emitShare: (_body, _thread, units, write) => write(["i32.const", 0], units),
};
