import { describe, expect, test } from "vitest";
import { startWebWorkers } from "../../src/browser/index.ts";
import { type BrowserPlace, inChromium } from "../support/chromium.ts";

test("where there are no Web Workers, it says so", async () => {
  await expect(startWebWorkers(1)).rejects.toThrow(
    "expected Web Workers, to run several threads, found none",
  );
});

describe.skipIf(!inChromium.isThere)(`threads in Chromium${inChromium.skipped}`, () => {
  const attempt = `
    import { startWebWorkers } from "./src/browser/index.ts";
    export const result = startWebWorkers(1).then(() => "started", String);
  `;

  test.each<[string, BrowserPlace, RegExp]>([
    ["in a page", { in: "page", isolated: true }, /^UnsupportedError: .* found the thread of a page/],
    ["without isolation", { in: "worker", isolated: false }, /^UnsupportedError: .* cross-origin isolated/],
    ["in a worker", { in: "worker", isolated: true }, /^started$/],
  ])("%s", async (_, place, said) => {
    expect(await inChromium.run<string>(attempt, place)).toMatch(said);
  });

  test("give the bits of one thread in batches of several sizes, and are handed out once", async () => {
    const { hashes, error } = await inChromium.run<{ hashes: string[]; error: string }>(
      `
      import { startWebWorkers } from "./src/browser/index.ts";
      import { wasmBackend } from "./src/index.ts";
      import { drawnSamples, newSession, parameterHash } from "./tests/support/p3.ts";
      const samples = drawnSamples(96);
      const order = Uint32Array.from({ length: 192 }, (_, i) => i % 96);
      const spawn = await startWebWorkers(1);
      const trained = async (threads) => {
        const session = newSession(wasmBackend({ threads, spawn }));
        for (const batch of [64, 48, 64]) session.run(samples, order, batch);
        return parameterHash(session);
      };
      const hashes = await Promise.all([1, 2].map(trained));
      let error = "none";
      try {
        await trained(2);
      } catch (thrown) {
        error = String(thrown);
      }
      export const result = { hashes, error };
    `,
      { in: "worker", isolated: true },
    );
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(error).toMatch(/^UnsupportedError: .* all 1 are in use/);
  });
});
