import { expect, test } from "vitest";
import "../support/relaxed-simd.ts";
import { Heap, OutOfMemoryError } from "../../src/backends/wasm/memory/heap.ts";
import { ThreadError, type WorkerHandle } from "../../src/backends/wasm/threads/pool.ts";
import { spawnBy } from "../../src/backends/wasm/threads/spawn.ts";
import { UnsupportedError } from "../../src/backends/wasm/unsupported.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Primitive } from "../../src/graph/node.ts";
import { startThread } from "../../src/node/threads.ts";
import { opsFor, primitives } from "../../src/ops/index.ts";
import { BATCH, drawnSamples, newSession, orderOf } from "../support/p3.ts";

/** Longer than this nobody should have to wait for an error, in milliseconds. */
const SOON = 5000;
const samples = drawnSamples(64);

function timed(act: () => void): { error: unknown; took: number } {
  const started = performance.now();
  try {
    act();
  } catch (error) {
    return { error, took: performance.now() - started };
  }
  return { error: undefined, took: performance.now() - started };
}

test("a worker that never starts", () => {
  const spawn = spawnBy(() => ({ post: () => {}, end: () => {} }));
  const session = newSession(wasmBackend({ threads: 2, spawn }));
  const { error, took } = timed(() => session.run(samples, orderOf(samples, 0, 1), BATCH));
  expect(error).toBeInstanceOf(ThreadError);
  expect(String(error)).toMatch(/a worker has not started within 4 seconds; train again/);
  expect(took).toBeLessThan(SOON);
});

test("a worker that dies", async () => {
  const workers: WorkerHandle[] = [];
  const spawn = spawnBy((source) => {
    const worker = startThread(source);
    workers.push(worker);
    return worker;
  });
  const session = newSession(wasmBackend({ threads: 2, spawn }));
  session.run(samples, orderOf(samples, 0, 1), BATCH);
  workers[0].end();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { error, took } = timed(() => session.run(samples, orderOf(samples, 1, 2), BATCH));
  expect(error).toBeInstanceOf(ThreadError);
  expect(String(error)).toMatch(/a worker has died, or has not answered for 4 seconds/);
  expect(took).toBeLessThan(SOON);
  const again = timed(() => session.run(samples, orderOf(samples, 1, 2), BATCH));
  expect(again.error).toBeInstanceOf(ThreadError);
  expect(again.took).toBeLessThan(SOON);
});

test("more memory than there can be", () => {
  const { error, took } = timed(() => new Heap(false).allocate(5 * 2 ** 30));
  expect(error).toBeInstanceOf(OutOfMemoryError);
  expect(String(error)).toMatch(/expected to find 5121 MiB of memory, but the system grants no more/);
  expect(took).toBeLessThan(SOON);
});

test("memory that was given back is used again", () => {
  const heap = new Heap(false);
  const [a, b, c] = [100, 200, 300].map((bytes) => heap.allocate(bytes));
  heap.release(a);
  heap.release(b);
  expect(heap.allocate(320)).toEqual({ address: a.address, bytes: 320 });
  expect(heap.allocate(64)).toEqual({ address: a.address + 320, bytes: 64 });
  expect(heap.allocate(64).address).toBe(c.address + c.bytes);
});

test("threads without anything that starts them", () => {
  expect(() => wasmBackend({ threads: 2 })).toThrow(UnsupportedError);
});

test("an element that cannot be calculated is refused, not left to another backend", () => {
  const op: Primitive = {
    ...primitives.neg,
    element: (node, at) => ({ ref: { node: node.inputs[0].id, at, of: "gradient" } }),
  };
  const graph = new Graph();
  const ops = opsFor(graph);
  for (const size of [2, 5000]) {
    const out = graph.add(op, [ops.input([size])]);
    const executable = wasmBackend().compile({ graph, outputs: [out], updates: [] });
    expect(() => executable.evaluate()).toThrow(UnsupportedError);
  }
});

test("rows that the data does not have", () => {
  const session = newSession(wasmBackend());
  const order = orderOf(samples, 0, 1).fill(64);
  expect(() => session.run(samples, order, BATCH)).toThrow(/expected rows below 64, got 64/);
});

test("numbers that nobody asked for cannot be read", () => {
  const graph = new Graph();
  const ops = opsFor(graph);
  const between = ops.apply("neg", ops.input([3]));
  const executable = wasmBackend().compile({ graph, outputs: [ops.apply("exp", between)], updates: [] });
  executable.evaluate();
  expect(() => executable.read(between)).toThrow(/expected one of the outputs/);
});

test("many programs one after the other, each forgotten before the next, find memory", {
  timeout: 120_000,
}, () => {
  const graph = new Graph();
  const input = opsFor(graph).input([2]);
  const program = { graph, outputs: [opsFor(graph).apply("neg", input)], updates: [] };
  const backend = wasmBackend();
  // each reserves so many addresses that fewer than this are to be had
  for (let made = 0; made < 17_000; made++) expect(() => backend.compile(program)).not.toThrow();
});
