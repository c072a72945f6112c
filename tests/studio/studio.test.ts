import { deflateRawSync, gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostileNames } from "../documents/hostile.ts";
import { violations } from "../support/axe.ts";
import { type OpenPage, type Studio, studioTests } from "./pages.ts";

let studio: Studio;
beforeAll(async () => {
  if (studioTests.isThere) studio = await studioTests.start();
}, 120_000);
afterAll(() => studio?.close());

const panel = "#panel";
const neuron = (id: string) => `.neuron[data-place="${id}"]`;

async function textOf(page: Page, selector: string): Promise<string> {
  return ((await page.locator(selector).textContent()) ?? "").replaceAll(/\s+/g, " ");
}

async function numberOf(page: Page, id: string): Promise<string> {
  return (await page.locator(`${neuron(id)} .value`).textContent()) ?? "";
}

/** A test in a page of its own, which must not complain of anything. */
function inStudio(name: string, run: (opened: OpenPage) => Promise<void>, options: object = {}): void {
  test.skipIf(!studioTests.isThere)(name, async () => {
    const opened = await studio.open(options);
    await opened.page.locator(".neuron").first().waitFor();
    await run(opened);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
}

async function openExample(page: Page, file: string): Promise<void> {
  await page.locator("header select").first().selectOption(file);
}

describe(`the studio${studioTests.skipped}`, () => {
  inStudio("opens the article's example, and shows w5 and its factors", async ({ page }) => {
    expect(await numberOf(page, "o1")).toBe("0.7514");
    await page.locator('.edge[data-place="w1"]').click();
    await page.locator(panel).getByText("0.00043857").first().waitFor();
    await page.locator('.edge[data-place="w5"]').click();
    await page.locator(panel).getByText("0.08216704").first().waitFor();
    const shown = await textOf(page, panel);
    for (const factor of ["0.74136507", "0.18681560", "0.59326999"]) expect(shown).toContain(factor);
    // of the weight, and of its way to the loss
    expect(await page.locator(".way path").count()).toBe(1);
  });

  inStudio("links the factors with their places, both ways", async ({ page }) => {
    await page.locator(`${panel} [data-of="∂out_o1/∂net_o1"]`).first().hover();
    await page.locator(`${neuron("o1")}.lit`).waitFor();
    expect(await page.locator(".neuron.lit").count()).toBe(1);
    await page.locator(neuron("h1")).hover();
    await page.locator(`${panel} [data-of="out_h1"].lit`).first().waitFor();
    expect(await page.locator(`${panel} [data-of="out_o1"].lit`).count()).toBe(0);
  });

  inStudio("an input that is edited changes what depends on it, and can be undone", async ({ page }) => {
    await page.locator(neuron("i1")).click();
    await page.locator(".number-editor").fill("0.5");
    await page.locator(".number-editor").press("Enter");
    await page.locator(neuron("h1"), { hasText: "0.6094" }).waitFor();
    // calculated in Python: sigmoid(0.15·0.5 + 0.2·0.1 + 0.35) and so on
    const numbers = await Promise.all(["h2", "o1", "o2", "E"].map((id) => numberOf(page, id)));
    expect(numbers).toEqual(["0.6236", "0.7548", "0.7769", "0.3001"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.locator(neuron("h1"), { hasText: "0.5933" }).waitFor();
    await page.getByRole("button", { name: "Redo" }).click();
    await page.locator(neuron("h1"), { hasText: "0.6094" }).waitFor();
  });

  inStudio("10,000 steps bring E to 3.51e-05", async ({ page }) => {
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("10,000 updates").waitFor();
    expect(await textOf(page, '[data-testid="loss"]')).toBe("E = 3.5e-5");
    await page.locator(neuron("E")).click();
    await page.locator(panel).getByText("0.00003510").first().waitFor();
  });

  inStudio("goes through the calculation with keys, and names what was done wrong", async ({ page }) => {
    await page.getByRole("tab", { name: "Step by step" }).click();
    await page.getByText("0 of 83").waitFor();
    expect(await numberOf(page, "h1")).toBe("");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.getByText("2 of 83").waitFor();
    expect(await numberOf(page, "h1")).toBe("0.5933");
    expect(await page.locator(`${neuron("h1")}.lit`).count()).toBe(1);
    await page.keyboard.press("ArrowLeft");
    await page.getByText("1 of 83").waitFor();
    expect(await numberOf(page, "h1")).toBe("");
    // ∂E/∂w5, whose factors stand before it
    for (let i = 0; i < 15; i++) await page.keyboard.press("ArrowRight");
    await page
      .getByText("15 of 83")
      .waitFor({ timeout: 1000 })
      .catch(() => {});
    await page.getByRole("checkbox").check();
    const asked = page.locator(".prediction input");
    while ((await page.locator(".prediction label").textContent())?.startsWith("∂E/∂w5 ") === false) {
      await page.getByRole("button", { name: "Back" }).click();
    }
    await asked.fill("0.43983");
    await asked.press("Enter");
    await page.locator(".prediction .slip").first().waitFor();
    const said = await textOf(page, "#judgement");
    expect(said).toContain("not right");
    expect(said).toMatch(/the factor ∂out_o1\/∂net_o1 = 0\.1868\d* is left out/);
    expect(said).not.toContain("0.08217");
    await asked.fill("0.0822");
    await asked.press("Enter");
    await page.locator(".lesson .now", { hasText: "0.08216704" }).waitFor();
  });

  test.skipIf(!studioTests.isThere)("its address restores all in a fresh profile", async () => {
    const first = await studio.open();
    await first.page.locator(neuron("i2")).click();
    await first.page.locator(".number-editor").fill("0.2");
    await first.page.locator(".number-editor").press("Enter");
    await first.page.locator(neuron("i2"), { hasText: "0.2" }).waitFor();
    await first.page.locator('.edge[data-place="w3"]').click();
    await first.page.getByRole("button", { name: "One step" }).click();
    await first.page.getByText("1 updates").waitFor();
    await first.page.getByLabel("Language").selectOption("zh-Hant");
    // the address follows once nothing has changed for a while
    await first.page.waitForTimeout(1500);
    const [hash, numbers] = [new URL(first.page.url()).hash, await textOf(first.page, ".picture svg")];
    const second = await studio.open({ hash });
    await second.page.getByText("更新 1 次").waitFor();
    expect(await textOf(second.page, ".picture svg")).toBe(numbers);
    expect(await second.page.locator('.edge[aria-pressed="true"]').getAttribute("data-place")).toBe("w3");
    expect([...first.complaints, ...second.complaints]).toEqual([]);
    await Promise.all([first.close(), second.close()]);
  });

  inStudio("a CSV file that is dropped is trained on", async ({ page }) => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i % 10},${(i * 7) % 13},${i % 10 > 4 ? "big" : "small"}`,
    );
    const text = `x,y,size\n${rows.join("\n")}\n`;
    await page.evaluate(`{
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(text)}], "sizes.csv", { type: "text/csv" }));
      dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }`);
    await page.getByText("sizes.csv.yaml (own)").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("200 updates").waitFor();
    await page.locator(".results").getByText("100.0 % right").waitFor();
    expect(await page.locator(".surface").count()).toBe(1);
  });

  inStudio("a network is changed while it is trained, and keeps what it has learnt", async ({ page }) => {
    await openExample(page, "xor.yaml");
    await page.getByRole("tab", { name: "Network" }).click();
    await page.getByLabel("Learning rate").fill("0.25");
    await page.getByLabel("Learning rate").press("Tab");
    await page.getByRole("group", { name: "Layer 1" }).getByLabel("neurons").fill("5");
    await page.getByRole("group", { name: "Layer 1" }).getByLabel("neurons").press("Tab");
    await page.locator(neuron("h5")).waitFor();
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("2,000 updates").waitFor();
    const before = await textOf(page, '[data-testid="loss"]');
    await page.getByLabel("Optimiser").selectOption("adam");
    await page.getByText("0 updates", { exact: true }).waitFor();
    expect(await textOf(page, '[data-testid="loss"]')).toBe(before);
    await page.getByRole("tab", { name: "File" }).click();
    expect(await page.locator("textarea").inputValue()).toContain("name: adam, learningRate: 0.25");
  });

  inStudio("languages switch", async ({ page }) => {
    await page.getByLabel("Language").selectOption("zh-Hans");
    await page.getByRole("tab", { name: "逐步" }).waitFor();
    await page.locator(panel).getByText("隐藏层").first().waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-Hans");
    const left = (await textOf(page, "main")).match(/[A-Za-z]{5,}/g) ?? [];
    // what is a name in every language
    const names = /^(Backstep|English|Markdown|LaTeX|LaTeXHTMLSVGPNG|target)$/i;
    expect(left.filter((word) => !names.test(word))).toEqual([]);
  });

  inStudio("everything by keyboard alone", async ({ page }) => {
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => page.evaluate<string | null>("document.activeElement?.getAttribute('data-place')");
    await page.locator("header select").first().focus();
    // past undo (nothing to undo), the link, language, theme, and the buttons of training, to the picture
    for (let i = 0; i < 12 && (await focused()) !== "i1"; i++) await press("Tab");
    expect(await focused()).toBe("i1");
    await press("ArrowRight", "ArrowRight");
    await press("Enter");
    await page.locator(`[aria-pressed="true"], .number-editor`).first().waitFor();
    await press("Escape");
    const place = await focused();
    expect(place).toMatch(/^[wh]/);
    await page.locator(neuron("i1")).focus();
    await press("Enter");
    await page.locator(".number-editor:focus").waitFor();
    await page.keyboard.type("0.5");
    await press("Enter");
    await page.locator(neuron("h1"), { hasText: "0.6094" }).waitFor();
    expect(await focused()).toBe("i1");
    await press("Control+z");
    await page.locator(neuron("h1"), { hasText: "0.5933" }).waitFor();
    await page.locator('[role="tab"][aria-selected="true"]').focus();
    await press("ArrowRight");
    await page.getByText("0 of 83").waitFor();
    await press("Tab");
    await press("Enter");
    await page.getByText("1 of 83").waitFor();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    inStudio(
      `axe-core finds nothing wrong on any view, ${colorScheme}`,
      async ({ page }) => {
        for (const tab of ["Derivation", "Step by step", "Network", "File"]) {
          await page.getByRole("tab", { name: tab }).click();
          if (tab === "Step by step") {
            await page.getByRole("checkbox").check();
            await page.keyboard.press("ArrowRight");
          }
          expect(await violations(page), tab).toEqual([]);
        }
        await openExample(page, "digits.yaml");
        await page.locator(".pictures").waitFor();
        expect(await violations(page)).toEqual([]);
        await page.setViewportSize({ width: 360, height: 740 });
        await openExample(page, "spirals.yaml");
        await page.locator(".surface").waitFor();
        expect(await violations(page)).toEqual([]);
        expect(
          await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
        ).toBe(0);
      },
      { colorScheme },
    );
  }

  test.skipIf(!studioTests.isThere)("its first view takes at most 250 kB", async () => {
    const before = studio.requested.length;
    const { page, close } = await studio.open();
    await page.locator(panel).getByText("0.08216704").first().waitFor();
    const files = [...new Set(studio.requested.slice(before))].map((path) => new URL(path, studio.url));
    const sizes = await Promise.all(
      files.map(
        async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length,
      ),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(100_000);
    expect(total).toBeLessThanOrEqual(250_000);
    await close();
  });

  describe("what others wrote runs nothing", () => {
    const attack = Object.values(hostileNames).join(" ");
    const hostile = `backstep: 1
title: { en: ${JSON.stringify(attack)}, zh-Hant: ${JSON.stringify(attack)} }
network: { inputs: 2, layers: [{ dense: 3, activation: tanh, name: ${JSON.stringify("<img src=x onerror=hacked()>")} }, { dense: 2 }] }
loss: softmax-cross-entropy
optimizer: { name: sgd, learningRate: 0.1 }
data: { train: { csv: "<b>.csv", label: ${JSON.stringify("<script>hacked()</script>")} } }
`;
    const table = `x,"""><svg onload=hacked()>",<script>hacked()</script>\n${"1,2,<img src=x onerror=hacked()>\n2,1,javascript:hacked()\n".repeat(4)}`;

    const isClean = async (page: Page) => {
      expect(await page.evaluate("window.hacked === 'true'")).toBe(false);
      expect(await page.locator("img, iframe, object, embed, body script, svg svg, a[href]").count()).toBe(0);
    };

    inStudio("of an example, and of a table", async ({ page }) => {
      await page.evaluate("window.hacked = () => { window.hacked = 'true'; }");
      await page.getByRole("tab", { name: "File" }).click();
      await page.locator("input[type=file]").setInputFiles({
        name: "<b>.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(table),
      });
      await page.getByText("<b>.csv.yaml (own)").waitFor({ state: "attached" });
      await isClean(page);
      await page.locator("textarea").fill(hostile);
      await page.getByRole("button", { name: "Apply" }).click();
      await page.locator(".title", { hasText: "script" }).waitFor();
      for (const tab of ["Derivation", "Step by step", "Network", "File"]) {
        await page.getByRole("tab", { name: tab }).click();
        await page.waitForTimeout(150);
        await isClean(page);
      }
    });

    inStudio("of an address", async ({ page }) => {
      await page.evaluate("window.hacked = () => { window.hacked = 'true'; }");
      const state = {
        file: attack,
        text: "<script>hacked()</script>",
        step: 0,
        files: { [attack]: attack },
        selected: attack,
        tab: attack,
        language: "en",
      };
      const link = `#1${deflateRawSync(JSON.stringify(state)).toString("base64url")}`;
      await page.evaluate(`location.hash = ${JSON.stringify(link)}`);
      await page.locator(".problem", { hasText: "expected" }).waitFor();
      await isClean(page);
      for (const hash of ["#1AAAA", "#1%3Cscript%3E", "#<script>hacked()</script>"]) {
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      }
      await isClean(page);
    });
  });
});

describe(`<backstep-example>${studioTests.skipped}`, () => {
  const page = (body: string) =>
    `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>An article</title><body><main><h1>An article</h1>${body}</main>
     <script type="module" src="${studio.url}backstep-example.js"></script></body></html>`;

  test.skipIf(!studioTests.isThere)("works in a plain page from another origin, several times", async () => {
    const {
      page: opened,
      complaints,
      close,
    } = await studio.openElsewhere(
      page(`
        <backstep-example src="by-example.yaml" show="picture derivation" select="w5">as text</backstep-example>
        <backstep-example src="xor.yaml" lang="zh-Hant" show="picture steps">as text</backstep-example>
        <backstep-example src="by-example.yaml" show="exercise">as text</backstep-example>`),
    );
    const [first, second, third] = [0, 1, 2].map((i) => opened.locator("backstep-example").nth(i));
    await first.getByText("0.08216704").first().waitFor();
    await second.getByText("下一步").waitFor();
    await third.locator("input[type=text]").fill("0.5");
    await third.locator("input[type=text]").press("Enter");
    await third.getByText("not right").waitFor();
    await first.locator(neuron("i1")).click();
    await first.locator(".number-editor").fill("0.5");
    await first.locator(".number-editor").press("Enter");
    await first.locator(neuron("h1"), { hasText: "0.6094" }).waitFor();
    expect(await violations(opened)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test.skipIf(!studioTests.isThere)("leaves what stands in it where scripts are off", async () => {
    const html = page('<backstep-example src="by-example.yaml"><p>worked out as text</p></backstep-example>');
    const { page: opened, close } = await studio.openElsewhere(html, { javaScriptEnabled: false });
    expect(await opened.getByText("worked out as text").isVisible()).toBe(true);
    await close();
  });

  test.skipIf(!studioTests.isThere)("and where there is no such example, and says why", async () => {
    const html = page('<backstep-example src="nothing.yaml"><p>worked out as text</p></backstep-example>');
    const { page: opened, complaints, close } = await studio.openElsewhere(html);
    await opened.getByText("worked out as text").waitFor();
    expect(complaints.join()).toContain("nothing.yaml: expected a file, found status 404");
    await close();
  });

  test.skipIf(!studioTests.isThere)("is one script of at most 150 kB", async () => {
    const script = Buffer.from(await (await fetch(`${studio.url}backstep-example.js`)).arrayBuffer());
    const imported = [...script.toString().matchAll(/from"\.\/([^"]+)"/g)].map(([, name]) => name);
    const parts = await Promise.all(
      imported.map(async (name) => Buffer.from(await (await fetch(`${studio.url}${name}`)).arrayBuffer())),
    );
    const total = [script, ...parts].reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThanOrEqual(150_000);
  });
});

test.skipIf(!studioTests.isThere)("nothing of all this is against the policy that it is served with", () => {
  expect(studio.reports).toEqual([]);
});
