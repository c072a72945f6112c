import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explanationToHtml } from "../../src/explain/html/html.ts";
import { violations } from "../support/axe.ts";
import { type Explained, explainedExample, explainedExpressions, explainedHostile } from "./explained.ts";
import { hostileNames } from "./hostile.ts";
import { open, overflow, scrollersOf } from "./page.ts";
import { findProgram, skippedWithout } from "./programs.ts";

const program = findProgram("chromium", "chromium-browser", "google-chrome");

let browser: Browser;
beforeAll(async () => {
  if (program) browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
}, 60_000);
afterAll(() => browser?.close());

/** In the page there are no types: an expression goes in, plain data comes out. */
const formulas = `[...document.querySelectorAll("math")].map((math) => {
  const { width, height } = math.getBoundingClientRect();
  return Math.min(width, height);
})`;
const parsed = `(html) => new DOMParser().parseFromString(html, "application/xhtml+xml").querySelector("parsererror")?.textContent`;
const colours = `[getComputedStyle(document.documentElement), getComputedStyle(document.querySelector("h1"))]
  .map((style, i) => i === 0 ? style.backgroundColor : style.color)`;

const screens = [
  { width: 360, scheme: "light" },
  { width: 1000, scheme: "dark" },
  { width: 360, scheme: "dark" },
  { width: 1000, scheme: "light" },
] as const;

const cases: readonly { readonly title: string; explained(): Explained | Promise<Explained> }[] = [
  { title: "the article's weights", explained: () => explainedExample("by-example", ["w5", "w1"]) },
  { title: "everything, in Chinese", explained: () => explainedExample("by-example", ["all"], "zh-Hant") },
  { title: "a batch", explained: () => explainedExample("xor", ["w1"], "zh-Hans") },
  { title: "a small graph without layers", explained: () => explainedExpressions("circuit", ["all"]) },
  { title: "a wide network", explained: () => explainedExample("iris", ["w1"]) },
  {
    title: "names chosen with bad intent",
    explained: () => explainedHostile(Object.values(hostileNames).join(" ")),
  },
];

describe(`in a browser${skippedWithout(program, "chromium fonts-noto-cjk fonts-lmodern")}`, () => {
  for (const [i, { title, explained }] of cases.entries()) {
    // the look is the same for all: one page on every screen, the others on two
    for (const { width, scheme } of screens.slice(0, i === 0 ? 4 : 2)) {
      test.skipIf(!program)(`${title}, ${width} pixels, ${scheme}`, { timeout: 60_000 }, async () => {
        const { explanation, options } = await explained();
        const { page, complaints } = await open(
          browser,
          explanationToHtml(explanation, options),
          width,
          scheme,
        );
        const sizes: number[] = await page.evaluate(formulas);
        expect(sizes.length).toBeGreaterThan(10);
        expect(Math.min(...sizes)).toBeGreaterThan(4);
        expect(await page.evaluate(overflow)).toBe(0);
        for (const { label, focusable } of await scrollersOf(page)) {
          expect(focusable).toBe(true);
          expect(label).not.toBe("");
        }
        expect(await violations(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.close();
      });
    }
  }

  test.skipIf(!program)("is well-formed, light and dark", { timeout: 60_000 }, async () => {
    const { explanation, options } = await explainedHostile(Object.values(hostileNames).join(" "));
    const html = explanationToHtml(explanation, options);
    const seen: unknown[] = [];
    for (const scheme of ["light", "dark"] as const) {
      const { page } = await open(browser, html, 1000, scheme);
      expect(await page.evaluate(`(${parsed})(${JSON.stringify(html)})`)).toBeUndefined();
      seen.push(await page.evaluate(colours));
      await page.close();
    }
    expect(seen).toEqual([
      ["rgb(255, 255, 255)", "rgb(27, 27, 31)"],
      ["rgb(22, 22, 26)", "rgb(232, 232, 238)"],
    ]);
  });
});
