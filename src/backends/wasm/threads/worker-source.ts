import { control, LISTEN } from "./control.ts";

/** What a worker is told. */
export interface WorkerMessage {
  /** Counts up from 1; the worker keeps all modules. */
  readonly id: number;
  readonly module: object;
  readonly memory: object;
  /** From 1; the thread that gives the commands is 0. */
  readonly thread: number;
}

/**
 * The whole program of a worker, for Node and for browsers. It listens until it is told of a module, then waits for
 * commands in shared memory, until it is commanded to listen again.
 */
export const workerSource: string = `
"use strict";
const runs = new Map();
const receive = ({ id, module, memory, thread }) => {
  const words = new Int32Array(memory.buffer, 0, 256);
  const at = (byte) => byte / 4;
  let seen = Atomics.load(words, at(${control.command}));
  try {
    runs.set(id, new WebAssembly.Instance(module, { env: { memory } }).exports.run);
  } catch (error) {
    Atomics.store(words, at(${control.failed}), 1);
  }
  Atomics.add(words, at(${control.ready}), 1);
  Atomics.notify(words, at(${control.ready}));
  for (;;) {
    Atomics.wait(words, at(${control.command}), seen);
    const command = Atomics.load(words, at(${control.command}));
    if (command === seen) continue;
    seen = command;
    const chosen = Atomics.load(words, at(${control.module}));
    if (chosen === ${LISTEN}) return;
    const args = words.slice(at(${control.arguments}), at(${control.arguments}) + 16);
    try {
      runs.get(chosen)(thread, ...args);
    } catch (error) {
      Atomics.store(words, at(${control.failed}), 1);
    }
  }
};
if (typeof require === "function") require("node:worker_threads").parentPort.on("message", receive);
else self.onmessage = ({ data }) => receive(data);
`;
