import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { findProgram, skippedWithout } from "../documents/programs.ts";
import { root } from "../support/cli.ts";

const program = findProgram("chromium", "chromium-browser", "google-chrome");

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

/** The built studio on a server of static files, and a browser to look at it. */
export interface Studio {
  readonly url: string;
  readonly folder: string;
  readonly browser: Browser;
  /** A page in a profile of its own; complaints of the page make the test fail when it is closed. */
  open(address?: string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  /** What the console, the policy and the network complained about. */
  readonly complaints: readonly string[];
}

export const studioTests = {
  isThere: (program !== undefined) as boolean,
  skipped: skippedWithout(program, "chromium fonts-noto-cjk") as string,

  async start(): Promise<Studio> {
    const folder = await mkdtemp(join(tmpdir(), "backstep-studio-"));
    const outDir = join(folder, "studio");
    await build({ configFile: `${root}/web/vite.config.ts`, logLevel: "error", build: { outDir } });
    const server = await serve(folder);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/studio/`;
    const browser = await chromium.launch({ executablePath: program as string, args: ["--no-sandbox"] });
    return {
      url,
      folder,
      browser,
      open: (address = "", options = {}) => openPage(browser, url, address, options),
      async close() {
        await browser.close();
        server.close();
        await rm(folder, { recursive: true });
      },
    };
  },
};

async function openPage(
  browser: Browser,
  url: string,
  address: string,
  options: BrowserContextOptions,
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asks for ${request.url()}`);
  });
  await page.goto(address.startsWith("http") ? address : `${url}${address}`);
  await page.waitForSelector(".neuron");
  return { page, complaints };
}

/** Files of a folder, from any address below it. */
function serve(folder: string): Promise<Server> {
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const file = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    try {
      const content = await readFile(join(folder, file));
      response.writeHead(200, {
        "Content-Type": types[extname(file)] ?? "application/octet-stream",
        // a worker obeys the policy that it came with, not that of the page
        "Content-Security-Policy": policy,
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
