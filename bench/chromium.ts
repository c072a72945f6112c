/**
 * How many steps a second the network of 784-128-10 neurons takes in Chromium (batches of 64, float32, SGD), on one thread and
 * on two, turn by turn. `npm run bench:chromium` in the repository.
 */

import { inChromium } from "../tests/support/chromium.ts";
import { STEPS } from "../tests/support/p3.ts";

const ROUNDS = 7;

interface Measured {
  readonly browser: string;
  /** Milliseconds of each round, by the number of threads. */
  readonly rounds: readonly { readonly threads: number; readonly times: readonly number[] }[];
}

if (!inChromium.isThere) throw new Error(`expected a browser to measure${inChromium.skipped}`);
const { browser, rounds } = await inChromium.run<Measured>(
  `
  import { startWebWorkers } from "./src/browser/index.ts";
  import { wasmBackend } from "./src/index.ts";
  import { BATCH, drawnSamples, newSession, orderOf, STEPS } from "./tests/support/p3.ts";
  const samples = drawnSamples(512);
  const order = orderOf(samples, 0, STEPS);
  const spawn = await startWebWorkers(1);
  const entrants = [1, 2].map((threads) => {
    const session = newSession(wasmBackend({ threads, spawn }));
    session.run(samples, order, BATCH);
    return { session, threads, times: [] };
  });
  for (let round = 0; round < ${ROUNDS}; round++) {
    for (const { session, times } of entrants) {
      const started = performance.now();
      session.run(samples, order, BATCH);
      times.push(performance.now() - started);
    }
  }
  const browser = navigator.userAgent.match(/Chrome\\/[0-9]+/)[0];
  export const result = { browser, rounds: entrants.map(({ threads, times }) => ({ threads, times })) };
`,
  { in: "worker", isolated: true },
);
for (const { threads, times } of rounds) {
  const sorted = [...times].sort((a, b) => a - b);
  const [least, median] = [sorted[0], sorted[sorted.length >> 1]].map((time) => time / STEPS);
  console.log(
    `${browser}, ${threads} thread${threads > 1 ? "s" : ""}: ${Math.round(1000 / median)} steps a second ` +
      `(median ${median.toFixed(3)} ms, least ${least.toFixed(3)} ms a step)`,
  );
}
