import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Studio, studioTests } from "./pages.ts";

let studio: Studio;
beforeAll(async () => {
  if (studioTests.isThere) studio = await studioTests.start();
}, 60_000);
afterAll(() => studio?.close());

const panel = ".derivation-panel";

async function textOf(page: Page, selector: string): Promise<string> {
  return ((await page.locator(selector).textContent()) ?? "").replaceAll(/\s+/g, " ");
}

async function neuron(page: Page, id: string): Promise<string> {
  return (await page.locator(`.neuron[data-place="${id}"] .value`).textContent()) ?? "";
}

describe(`the studio${studioTests.skipped}`, () => {
  test.skipIf(!studioTests.isThere)("opens the article's example, and shows w5 and its factors", async () => {
    const { page, complaints } = await studio.open();
    expect(await neuron(page, "o1")).toBe("0.7514");
    await page.locator('.edge[data-place="w1"]').click();
    await page.locator(panel).getByText("0.00043857").first().waitFor();
    await page.locator('.edge[data-place="w5"]').click();
    await page.locator(panel).getByText("0.08216704").first().waitFor();
    const shown = await textOf(page, panel);
    for (const factor of ["0.74136507", "0.18681560", "0.59326999"]) expect(shown).toContain(factor);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.skipIf(!studioTests.isThere)(
    "an input that is edited changes what depends on it, and can be undone",
    async () => {
      const { page, complaints } = await studio.open();
      await page.locator('.neuron[data-place="i1"]').click();
      await page.locator(".number-editor").fill("0.5");
      await page.locator(".number-editor").press("Enter");
      await page.locator('.neuron[data-place="h1"]', { hasText: "0.6094" }).waitFor();
      // calculated in Python: sigmoid(0.15·0.5 + 0.2·0.1 + 0.35) and so on
      expect(await neuron(page, "h2")).toBe("0.6236");
      expect(await neuron(page, "o1")).toBe("0.7548");
      expect(await neuron(page, "o2")).toBe("0.7769");
      expect(await neuron(page, "E")).toBe("0.3001");
      await page.getByRole("button", { name: "Undo" }).click();
      await page.locator('.neuron[data-place="h1"]', { hasText: "0.5933" }).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test.skipIf(!studioTests.isThere)("10,000 steps bring E to 3.51e-05", async () => {
    const { page, complaints } = await studio.open();
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("10,000 updates").waitFor();
    expect(await textOf(page, '[data-testid="loss"]')).toMatch(/^E = 0\.0000351\d?$|^E = 3\.51\de-5$/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
