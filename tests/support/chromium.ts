import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium } from "playwright-core";
import { findProgram, skippedWithout } from "../documents/programs.ts";
import { bundle } from "./bundle.ts";

const program = findProgram("chromium", "chromium-browser", "google-chrome");

/** Where a module runs, in a page whose threads may share memory or not. */
export interface BrowserPlace {
  readonly in?: "page" | "worker";
  readonly isolated?: boolean;
}

const inPlace = {
  page: `import("/main.js").then(({ result }) => result)`,
  worker: `new Promise((resolve, reject) => {
    const worker = new Worker("/worker.js", { type: "module" });
    worker.onmessage = ({ data }) => ("result" in data ? resolve(data.result) : reject(new Error(data.error)));
    worker.onerror = ({ message }) => reject(new Error(message));
  })`,
};

const worker = `import("/main.js").then(
  async ({ result }) => self.postMessage({ result: await result }),
).catch((error) => self.postMessage({ error: String(error) }));`;

/** Modules of this repository in a browser. */
export const inChromium = {
  isThere: (program !== undefined) as boolean,
  skipped: skippedWithout(program, "chromium") as string,

  /** Runs a module, in which paths start at `./` of the repository, and returns what it exports as `result`. */
  async run<T>(source: string, place: BrowserPlace = {}): Promise<T> {
    if (program === undefined) throw new Error("there is no chromium");
    const server = await serve(await bundle(source), place.isolated ?? false);
    const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      const failed = new Promise<never>((_, reject) => page.on("pageerror", reject));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const result = page.evaluate(inPlace[place.in ?? "page"]) as Promise<T>;
      return await Promise.race([result, failed]);
    } finally {
      await browser.close();
      server.close();
    }
  },
};

async function serve(main: string, isolated: boolean): Promise<Server> {
  const scripts = new Map([
    ["/main.js", main],
    ["/worker.js", worker],
  ]);
  const isolation = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  };
  const server = createServer(({ url = "/" }, response) => {
    const script = scripts.get(url);
    const type = script === undefined ? "text/html" : "text/javascript";
    response.writeHead(200, { "Content-Type": type, ...(isolated && isolation) });
    response.end(script ?? "<!doctype html>");
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
