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

/** A worker obeys the policy that it came with, not that of the page. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; report-uri /report";

/** The built studio on a server of static files, and a browser to look at it. */
export interface Studio {
  /** Of the folder in which it lies. */
  readonly url: string;
  /** The paths that were asked for so far. */
  readonly requested: readonly string[];
  /** What pages and workers did that the policy forbids. */
  readonly reports: readonly string[];
  /** Opens it in a profile of its own. */
  open(options?: OpenOptions): Promise<OpenPage>;
  /** Opens a page of a site that has nothing to do with it, with examples beside it. */
  openElsewhere(html: string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

interface OpenOptions extends BrowserContextOptions {
  /** Behind the address. */
  readonly hash?: string;
}

export interface OpenPage {
  readonly page: Page;
  /** What the console said, and what was asked of others. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export const studioTests = {
  isThere: (program !== undefined) as boolean,
  skipped: skippedWithout(program, "chromium fonts-noto-cjk") as string,

  async start(): Promise<Studio> {
    const folder = await mkdtemp(join(tmpdir(), "backstep-studio-"));
    const outDir = join(folder, "studio");
    for (const config of ["vite.config.ts", "element.config.ts"]) {
      await build({ configFile: `${root}/web/${config}`, logLevel: "error", build: { outDir } });
    }
    const requested: string[] = [];
    const reports: string[] = [];
    const server = await serve(folder, { requested, reports });
    const url = `${addressOf(server)}/studio/`;
    const browser = await chromium.launch({ executablePath: program as string, args: ["--no-sandbox"] });
    const others: Server[] = [];
    return {
      url,
      requested,
      reports,
      async open({ hash = "", ...options } = {}) {
        const opened = await openPage(browser, url, options);
        await opened.page.goto(`${url}${hash}`);
        await opened.page.waitForSelector("#panel");
        return opened;
      },
      async openElsewhere(html, options = {}) {
        const other = await serve(join(root, "examples"), { html });
        others.push(other);
        const opened = await openPage(browser, url, options);
        await opened.page.goto(addressOf(other));
        return opened;
      },
      async close() {
        await browser.close();
        for (const one of [server, ...others]) one.close();
        await rm(folder, { recursive: true });
      },
    };
  },
};

async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const { hostname } = new URL(request.url());
    if (!["127.0.0.1", ""].includes(hostname)) complaints.push(`${url} asks for ${request.url()}`);
  });
  return { page, complaints, close: () => context.close() };
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface ServeOptions {
  /** What the folder itself answers with. */
  readonly html?: string;
  /** Takes down what was asked for. */
  readonly requested?: string[];
  /** Takes down what browsers report. */
  readonly reports?: string[];
}

/** Files of a folder, for pages of anybody. */
function serve(folder: string, { html, requested = [], reports = [] }: ServeOptions): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { url = "/" } = request;
    const { pathname } = new URL(url, "http://localhost");
    requested.push(pathname);
    if (pathname === "/report") {
      for await (const part of request) reports.push(String(part));
      response.end();
      return;
    }
    if (pathname === "/" && html !== undefined) {
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(html);
      return;
    }
    const file = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    try {
      const content = await readFile(join(folder, file));
      response.writeHead(200, {
        "Content-Type": types[extname(file)] ?? "application/octet-stream",
        "Content-Security-Policy": POLICY,
        "Access-Control-Allow-Origin": "*",
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
