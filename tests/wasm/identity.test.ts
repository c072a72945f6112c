import { describe, expect, test } from "vitest";
import "../support/relaxed-simd.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { spawnThread } from "../../src/node/threads.ts";
import type { Session } from "../../src/train/session.ts";
import { inChromium } from "../support/chromium.ts";
import { BATCH, drawnSamples, newSession, orderOf, parameterHash, STEPS } from "../support/p3.ts";

const samples = drawnSamples(512);

/** The same in every engine that was tried: Node 20, 22, 24 and 26, Chromium; with any number of threads. */
const expected = {
  fused: "b141e1cf649276b7af5467bffa00bab2dce667178feb894e48603056b07b51c5",
  unfused: "07e5fc50c17ddd38ad1b2b1433efe6df7d6938050779c1be5c9185d26693cf3a",
};

function runSteps(session: Session, from: number, to: number): void {
  session.run(samples, orderOf(samples, from, to), BATCH);
}

describe(`the parameters of a network of 784-128-10 neurons after ${STEPS} steps, as a SHA-256`, () => {
  test.each([1, 2, 4])("with %i threads", async (threads) => {
    const session = newSession(wasmBackend({ fma: true, threads, spawn: spawnThread }));
    runSteps(session, 0, STEPS);
    expect(await parameterHash(session)).toBe(expected.fused);
  });

  test("in wider tiles", async () => {
    const session = newSession(wasmBackend({ fma: true, wide: true }));
    runSteps(session, 0, STEPS);
    expect(await parameterHash(session)).toBe(expected.fused);
  });

  test("without the fused multiply-add", async () => {
    const session = newSession(wasmBackend({ fma: false }));
    runSteps(session, 0, STEPS);
    expect(await parameterHash(session)).toBe(expected.unfused);
  });

  test("stopped after any step, looked at, and gone on with", async () => {
    const session = newSession(wasmBackend({ fma: true }));
    let from = 0;
    for (const to of [1, 2, 333, 334, 800, STEPS]) {
      runSteps(session, from, to - 1);
      const rows = orderOf(samples, to - 1, to);
      session.look({
        inputs: { shape: [2, 784], values: samples.inputs.values.subarray(0, 2 * 784) },
        targets: { shape: [2, 10], values: samples.targets.values.subarray(0, 20) },
      });
      session.run(samples, rows, BATCH);
      session.measure(samples);
      from = to;
    }
    expect(session.stepsTaken).toBe(STEPS);
    expect(await parameterHash(session)).toBe(expected.fused);
  });

  test.skipIf(!inChromium.isThere)(`in Chromium${inChromium.skipped}`, async () => {
    const trained = await inChromium.run<string[]>(`
      import { wasmBackend } from "./src/backends/wasm/wasm.ts";
      import { BATCH, drawnSamples, newSession, orderOf, parameterHash, STEPS } from "./tests/support/p3.ts";
      const samples = drawnSamples(512);
      export const result = Promise.all([true, false].map((fma) => {
        const session = newSession(wasmBackend({ fma }));
        session.run(samples, orderOf(samples, 0, STEPS), BATCH);
        return parameterHash(session);
      }));
    `);
    expect(trained).toEqual([expected.fused, expected.unfused]);
  });

  test.skipIf(!inChromium.isThere)(`in a worker of Chromium, with threads${inChromium.skipped}`, async () => {
    const trained = await inChromium.run<string[]>(
      `
      import { startWebWorkers } from "./src/browser/index.ts";
      import { wasmBackend } from "./src/index.ts";
      import { BATCH, drawnSamples, newSession, orderOf, parameterHash, STEPS } from "./tests/support/p3.ts";
      const samples = drawnSamples(512);
      const spawn = await startWebWorkers(1);
      export const result = Promise.all([1, 2].map((threads) => {
        const session = newSession(wasmBackend({ fma: true, threads, spawn }));
        session.run(samples, orderOf(samples, 0, STEPS), BATCH);
        return parameterHash(session);
      }));
    `,
      { in: "worker", isolated: true },
    );
    expect(trained).toEqual([expected.fused, expected.fused]);
  });
});
