import type { Code } from "../assembler/code.ts";
import type { WasmFunction } from "../assembler/module.ts";
import { Body } from "../emit/body.ts";
import type { Sharing } from "../emit/sharing.ts";
import { control, PATIENCE } from "./control.ts";

/** A thread looks so often whether the others have come, before it sleeps. */
const LOOKS = 200_000;

/** Work for so many threads. Which of them does what changes no result. */
export function sharedBy(threads: number): Sharing {
  return {
    threads,
    functions: [barrier(threads)],
    emitShare(body, thread, units, write) {
      const bound = (which: Code): Code => [units, which, ["i32.mul"], ["i32.const", threads], ["i32.div_u"]];
      const from = body.let("i32", bound(thread));
      const to = body.let("i32", bound([thread, ["i32.const", 1], ["i32.add"]]));
      body.emit(from, to, ["i32.lt_u"]);
      body.within("if", () => write(from, to));
      body.emit(["call", "barrier"]);
    },
  };
}

/** Waits until all threads have come; traps where one does not. */
function barrier(threads: number): WasmFunction {
  const body = new Body();
  const passed: Code = [
    ["i32.const", control.passed],
    ["i32.atomic.load", 0],
  ];
  const before = body.let("i32", passed);
  const looks = body.local("i32");
  const isWaiting: Code = [passed, before, ["i32.eq"]];
  body.emit(["i32.const", control.arrived], ["i32.const", 1], ["i32.atomic.rmw.add", 0]);
  body.emit(["i32.const", threads - 1], ["i32.eq"]);
  body.within("if", () => {
    body.emit(["i32.const", control.arrived], ["i32.const", 0], ["i32.atomic.store", 0]);
    body.emit(["i32.const", control.passed], ["i32.const", 1], ["i32.atomic.rmw.add", 0], ["drop"]);
    body.emit(["i32.const", control.passed], ["i32.const", threads], ["memory.atomic.notify", 0], ["drop"]);
    body.emit(["return"]);
  });
  body.emit(["i32.const", LOOKS], ["local.set", looks]);
  body.within("loop", () => {
    body.emit(passed, before, ["i32.ne"]);
    body.within("if", () => body.emit(["return"]));
    body.emit(["local.get", looks], ["i32.const", 1], ["i32.sub"], ["local.tee", looks], ["br_if", 0]);
  });
  const nanoseconds = BigInt(PATIENCE) * 1_000_000n;
  body.within("loop", () => {
    const wait: Code = [["i32.const", control.passed], before, ["i64.const", nanoseconds]];
    // 2: the time is over
    body.emit(wait, ["memory.atomic.wait32", 0], ["i32.const", 2], ["i32.eq"]);
    body.within("if", () => body.emit(["unreachable"]));
    body.emit(isWaiting, ["br_if", 0]);
  });
  return body.toFunction("barrier");
}
