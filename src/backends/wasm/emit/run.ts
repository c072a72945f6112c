import type { Code } from "../assembler/code.ts";
import type { WasmFunction } from "../assembler/module.ts";
import { Body } from "./body.ts";
import { emitGather, type Feed } from "./gather.ts";
import type { Sharing } from "./sharing.ts";

/** Bytes that are copied from one address to another. */
export interface Copy {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

export function emitCopies(name: string, copies: readonly Copy[], isExported = false): WasmFunction {
  const body = new Body();
  for (const { from, to, bytes } of copies) {
    body.emit(["i32.const", to], ["i32.const", from], ["i32.const", bytes], ["memory.copy"]);
  }
  return body.toFunction(name, { isExported });
}

/** What a run needs to know beside its kernels. */
export interface RunLayout {
  readonly feeds: readonly Feed[];
  /** Samples of a batch. */
  readonly batch: number;
  /** Next values that could not be written to their states. */
  readonly copies: readonly Copy[];
  readonly watched: Copy;
}

/**
 * Steps, one after the other. Parameters of `run`: the thread, how many steps, the address of the rows' numbers, where the
 * watched numbers go, whether batches must be gathered, and the address of each data set.
 * @param step the name of the function that calculates all kernels
 */
export function emitRun(step: string, layout: RunLayout, sharing: Sharing): WasmFunction[] {
  const { feeds, batch, copies, watched } = layout;
  const body = new Body(["i32", "i32", "i32", "i32", "i32", ...feeds.map(() => "i32" as const)]);
  const [thread, count, order, losses, isGathered, ...data]: Code[] = body.params.map((_, i) => [
    "local.get",
    i,
  ]);
  const move = (local: number, by: number): Code => [
    ["local.get", local],
    ["i32.const", by],
    ["i32.add"],
    ["local.set", local],
  ];
  body.range(["i32.const", 0], count, 1, () => {
    body.emit(isGathered);
    body.within("if", () => {
      sharing.emitShare(body, thread, ["i32.const", batch], (from, to) => {
        body.emit(from, to, order, data, ["call", "gather"]);
      });
    });
    body.emit(thread, ["call", step]);
    sharing.emitShare(body, thread, ["i32.const", 1], () => {
      body.emit(["call", "commit"]);
      const type = watched.bytes === 4 ? "i32" : "i64";
      body.emit(losses, ["i32.const", watched.from], [`${type}.load`, 0], [`${type}.store`, 0]);
    });
    body.emit(move(2, 4 * batch), move(3, watched.bytes));
  });
  return [
    emitGather("gather", feeds),
    emitCopies("commit", copies),
    body.toFunction("run", { isExported: true }),
  ];
}
