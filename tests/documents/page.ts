import type { Browser, Page } from "playwright-core";

export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Opens a page that is a text, and hears all that it complains of, and asks for. */
export async function open(
  browser: Browser,
  html: string,
  width: number,
  colorScheme: "light" | "dark",
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => complaints.push(`asks for ${request.url()}`));
  await page.setContent(html);
  return { page, complaints };
}

/** In the page there are no types: an expression goes in, plain data comes out. */
export const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
const scrollers = `[...document.querySelectorAll("*")]
  .filter((one) => getComputedStyle(one).overflowX === "auto" && one.scrollWidth > one.clientWidth)
  .map((one) => ({ label: one.ariaLabel ?? "", focusable: one.tabIndex === 0 }))`;

/** Boxes that scroll sideways: what they are called, and whether the keyboard gets there. */
export function scrollersOf(page: Page): Promise<{ label: string; focusable: boolean }[]> {
  return page.evaluate(scrollers);
}
