/**
 * How fast the studio is in Chromium: `npm run bench:studio`. Times depend on the machine and on what else it does; the tests
 * therefore assert none of them.
 */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { type Studio, studioTests } from "../tests/studio/pages.ts";

const SLOWER = 4;

/** What the first view takes: bytes, and time until a click is answered. */
async function firstView({ open, requested, url }: Studio): Promise<void> {
  const before = requested.length;
  const { page, close } = await open();
  await page.locator("#panel").getByText("0.08216704").first().waitFor();
  const files = [...new Set(requested.slice(before))];
  const sizes = await Promise.all(
    files.map(
      async (path) => gzipSync(Buffer.from(await (await fetch(new URL(path, url))).arrayBuffer())).length,
    ),
  );
  console.log(
    `first view: ${(sizes.reduce((a, b) => a + b, 0) / 1000).toFixed(1)} kB gzipped, ${files.length} files`,
  );
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    await page.goto("about:blank");
    await page.goto(url, { waitUntil: "commit" });
    times.push(await page.evaluate<number>(interactive));
  }
  console.log(`interactive, processor ${SLOWER} times slower: ${spread(times)} ms`);
  await close();
}

/** From the start of the page until the derivation of w5 is there, in milliseconds. */
const interactive = `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector("#panel [data-of]")) resolve(performance.now());
    else requestAnimationFrame(look);
  };
  look();
})`;

/** How often a frame is drawn while the article's network trains. */
async function frames({ open }: Studio): Promise<void> {
  const { page, close } = await open();
  await page.locator("#panel [data-of]").first().waitFor();
  await page.getByLabel("Speed").selectOption("1000");
  await page.getByRole("button", { name: "Run" }).click();
  const { count, longest, changes } = await page.evaluate<{
    count: number;
    longest: number;
    changes: number;
  }>(`
    new Promise((resolve) => {
      let [count, longest, changes, last, shown] = [0, 0, 0, performance.now(), ""];
      const start = last;
      const next = (now) => {
        count++;
        longest = Math.max(longest, now - last);
        last = now;
        const text = document.querySelector("[data-testid=step]").textContent;
        if (text !== shown) changes++;
        shown = text;
        if (now - start < 3000) requestAnimationFrame(next);
        else resolve({ count: count / 3, longest, changes: changes / 3 });
      };
      requestAnimationFrame(next);
    })`);
  console.log(
    `training the article: ${count.toFixed(0)} frames a second, ${changes.toFixed(0)} of them new; the longest ${longest.toFixed(0)} ms`,
  );
  await close();
}

/** The longest task of the page while a network of 784-64-10 is opened, derived and trained. */
async function wideNetwork({ open }: Studio): Promise<void> {
  const { page, close } = await open();
  await page.evaluate(`{
    window.tasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.tasks.push(duration);
    }).observe({ type: "longtask" });
  }`);
  await page.getByRole("tab", { name: "File" }).click();
  await page.locator("input[type=file]").setInputFiles({
    name: "pictures.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(await pictures()),
  });
  await page.getByText("pictures.csv.yaml (own)").waitFor({ state: "attached" });
  const text = (await page.locator("textarea").inputValue()).replace(/dense: 16/, "dense: 64");
  await page.locator("textarea").fill(text);
  await page.waitForTimeout(1000);
  console.log(`784-16-10 made of a CSV file: longest task ${await longest(page)} ms`);
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByText("hidden · 64").waitFor();
  await page.getByRole("tab", { name: "Derivation" }).click();
  await page.waitForTimeout(1500);
  console.log(`784-64-10 opened and derived: longest task ${await longest(page)} ms`);
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForTimeout(5000);
  console.log(`784-64-10 trained: longest task ${await longest(page)} ms`);
  await close();
}

function longest(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const tasks = window.tasks.splice(0);
    return tasks.length === 0 ? "under 50" : Math.round(Math.max(...tasks)).toString();
  })()`);
}

/** Digits blown up to 28 × 28 pixels. */
async function pictures(): Promise<string> {
  const [, ...rows] = (await readFile(new URL("../examples/data/digits.csv", import.meta.url), "utf8"))
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const columns = Array.from({ length: 784 }, (_, i) => `p${i + 1}`);
  const large = rows.map((row) => [
    ...columns.map((_, i) => row[8 * Math.floor(i / 28 / 3.5) + Math.floor((i % 28) / 3.5)]),
    row[64],
  ]);
  return [[...columns, "digit"], ...large].map((row) => row.join()).join("\n");
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const [least, median, most] = [sorted[0], sorted[sorted.length >> 1], sorted[sorted.length - 1]];
  return `${median.toFixed(0)} (${least.toFixed(0)} to ${most.toFixed(0)})`;
}

if (!studioTests.isThere) throw new Error(`there is no Chromium${studioTests.skipped}`);
const studio = await studioTests.start();
try {
  await firstView(studio);
  await frames(studio);
  await wideNetwork(studio);
} finally {
  await studio.close();
}
