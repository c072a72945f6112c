import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundle } from "../support/bundle.ts";

/** All kinds of layers, losses and optimisers are in it, whatever the page uses: a network names them, and finds them by name. */
const MOST_BYTES = 70_500;

test("what a page needs to define, train and explain a network is small", async () => {
  const names = "createSession, train, samples, wasmBackend, explain, explanationToText, en";
  const script = await bundle(`export { ${names} } from "./src/index.ts";`, { minify: true });
  const { length } = gzipSync(script, { level: 9 });
  expect(
    length,
    `expected ${names} to take at most ${MOST_BYTES} bytes, minified and gzipped; found ${length}`,
  ).toBeLessThanOrEqual(MOST_BYTES);
  // a bundle that lost what was asked for would be small as well
  expect(length).toBeGreaterThan(MOST_BYTES / 3);
});
