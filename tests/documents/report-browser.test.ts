import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogues, reportToHtml } from "../../src/index.ts";
import { violations } from "../support/axe.ts";
import { hostileNames } from "./hostile.ts";
import { open, overflow, scrollersOf } from "./page.ts";
import { findProgram, skippedWithout } from "./programs.ts";
import { emptyReport, fullReport, hostileReport } from "./reports.ts";

const program = findProgram("chromium", "chromium-browser", "google-chrome");

let browser: Browser;
beforeAll(async () => {
  if (program) browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
}, 60_000);
afterAll(() => browser?.close());

const { en } = catalogues;
const cases = [
  { title: "everything", html: reportToHtml(fullReport, en), width: 360, scheme: "light" },
  { title: "everything", html: reportToHtml(fullReport, en), width: 1000, scheme: "dark" },
  { title: "in Chinese", html: reportToHtml(fullReport, catalogues["zh-Hant"]), width: 360, scheme: "dark" },
  { title: "hardly anything", html: reportToHtml(emptyReport, en), width: 1000, scheme: "light" },
  {
    title: "names chosen with bad intent",
    html: reportToHtml(hostileReport(Object.values(hostileNames).join(" ")), en),
    width: 360,
    scheme: "light",
  },
] as const;

/** Figures of axes that stand on each other, or out of the page. */
const crowded = `[...document.querySelectorAll(".frame")].flatMap((frame) => {
  const boxes = (kind) => [...frame.querySelectorAll(kind)].map((one) => one.getBoundingClientRect());
  const [x, y] = [boxes(".x").sort((a, b) => a.left - b.left), boxes(".y").sort((a, b) => a.top - b.top)];
  return [
    ...x.filter((box, i) => i > 0 && box.left < x[i - 1].right).map(() => "x"),
    ...y.filter((box, i) => i > 0 && box.top < y[i - 1].bottom - 4).map(() => "y"),
    ...[...x, ...y].filter(({ left, right }) => left < 0 || right > innerWidth).map(() => "out"),
  ];
})`;

describe(`a report in a browser${skippedWithout(program, "chromium fonts-noto-cjk")}`, () => {
  for (const { title, html, width, scheme } of cases) {
    test.skipIf(!program)(`${title}, ${width} pixels, ${scheme}`, { timeout: 60_000 }, async () => {
      const { page, complaints } = await open(browser, html, width, scheme);
      expect(await page.evaluate(overflow)).toBe(0);
      expect(await page.evaluate(crowded)).toEqual([]);
      for (const { label, focusable } of await scrollersOf(page)) {
        expect(focusable).toBe(true);
        expect(label).not.toBe("");
      }
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    });
  }
});
