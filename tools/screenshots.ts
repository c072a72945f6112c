/**
 * Takes the pictures of docs/studio.md: `npm run screenshots`. Every view in both themes, and in Chinese, as WebP.
 */
import { mkdir, writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { type Studio, studioTests } from "../tests/studio/pages.ts";

const FOLDER = new URL("../docs/studio/", import.meta.url);
const SIZE = { width: 1180, height: 740 };
/** Of WebP. */
const QUALITY = 0.82;

interface Shot {
  readonly name: string;
  readonly language?: string;
  readonly width?: number;
  /** Brings the page to where it is to be seen. */
  prepare(page: Page): Promise<void>;
}

const tab = (page: Page, i: number) => page.getByRole("tab").nth(i).click();
const example = (page: Page, file: string) => page.locator("header select").first().selectOption(file);

const shots: readonly Shot[] = [
  {
    name: "derivation",
    async prepare(page) {
      await page.locator('#panel [data-of="∂out_o1/∂net_o1"]').first().hover();
    },
  },
  {
    name: "steps",
    async prepare(page) {
      await tab(page, 1);
      await page.getByText("83").first().waitFor();
      for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowRight");
      await page.getByRole("checkbox").check();
      await page.locator(".prediction input").fill("1.2");
      await page.locator(".prediction input").press("Enter");
      await page.locator("#judgement p").first().waitFor();
    },
  },
  {
    name: "network",
    async prepare(page) {
      await example(page, "spirals.yaml");
      await tab(page, 2);
      await page.locator("[data-testid=step]").waitFor();
      await page.locator("button.primary").first().click();
      await page.waitForTimeout(12_000);
      await page.locator("button.primary").first().click();
      await page.locator(".surface").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "file",
    async prepare(page) {
      await example(page, "digits.yaml");
      await page.locator("button.primary").first().click();
      await tab(page, 3);
      await page.waitForTimeout(6000);
      await page.locator(".confusion").scrollIntoViewIfNeeded();
    },
  },
];

async function take(
  studio: Studio,
  shot: Shot,
  colorScheme: "light" | "dark",
  language?: string,
): Promise<void> {
  const { page, close } = await studio.open({ viewport: SIZE, colorScheme });
  await page.locator("#panel [data-of]").first().waitFor();
  if (language !== undefined) {
    await page.getByLabel("Language").selectOption(language);
    await page.waitForTimeout(500);
  }
  await shot.prepare(page);
  await page.waitForTimeout(500);
  const png = await page.screenshot();
  await page.goto("about:blank");
  const webp = await toWebp(page, png);
  const name = `${shot.name}-${language ?? colorScheme}.webp`;
  await writeFile(new URL(name, FOLDER), webp);
  console.log(`${name}  ${Math.round(webp.length / 1000)} kB`);
  await close();
}

async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const url = await page.evaluate<string>(`new Promise((resolve, reject) => {
    const image = new Image();
    image.onerror = reject;
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext("2d").drawImage(image, 0, 0);
      resolve(canvas.toDataURL("image/webp", ${QUALITY}));
    };
    image.src = "data:image/png;base64,${png.toString("base64")}";
  })`);
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

if (!studioTests.isThere) throw new Error(`there is no Chromium${studioTests.skipped}`);
await mkdir(FOLDER, { recursive: true });
const studio = await studioTests.start();
try {
  for (const shot of shots) {
    for (const colorScheme of ["light", "dark"] as const) await take(studio, shot, colorScheme);
    await take(studio, shot, "light", shot.name === "steps" ? "zh-Hans" : "zh-Hant");
  }
} finally {
  await studio.close();
}
