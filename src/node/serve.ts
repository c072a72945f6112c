import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, relative, sep } from "node:path";
import { InputError } from "../index.ts";

/** What is answered to a request for a path. */
export interface Served {
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface ServeOptions {
  /** Default: any that is free. */
  readonly port?: number;
}

export interface Serving {
  /** `http://127.0.0.1:4173/` */
  readonly url: string;
  close(): Promise<void>;
}

/** Only this machine can reach it. */
const LOOPBACK = "127.0.0.1";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".yaml": "text/yaml; charset=utf-8",
};

/** Whatever a page holds, it loads nothing from elsewhere and runs no script that is not a file here. */
const headers: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  // a page of its own, so that its threads may share memory
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * The files of a folder and of those in it, by the paths of their requests; its `index.html` is `/` as well. Links are
 * not followed.
 */
export async function filesOf(folder: string): Promise<Map<string, Served>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Served>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    const type = types[extname(entry.name)] ?? "application/octet-stream";
    files.set(path, { type, bytes: await readFile(file) });
  }
  const index = files.get("/index.html");
  if (index) files.set("/", index);
  return files;
}

/**
 * Serves these files, and nothing else, to programs of this machine. A request is looked up, never turned into a path; it
 * must name this server as its host and come from no other page.
 * @throws InputError where the port is taken
 */
export async function serve(
  files: ReadonlyMap<string, Served>,
  { port = 0 }: ServeOptions = {},
): Promise<Serving> {
  const server = createServer((request, response) => {
    const { port: own } = server.address() as AddressInfo;
    const { status, type, bytes, allow } = replyTo(request, files, own);
    response.writeHead(status, {
      ...headers,
      "Content-Type": type,
      "Content-Length": bytes.length,
      ...(allow && { Allow: allow }),
    });
    response.end(request.method === "HEAD" ? undefined : bytes);
  });
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", ({ code }: NodeJS.ErrnoException) => {
      const found = code === "EADDRINUSE" ? "one that is taken" : (code ?? "an error");
      reject(new InputError(`port ${port}: expected a free port, found ${found}   --port chooses another`));
    });
    server.listen(port, LOOPBACK, resolve);
  });
}

interface Reply extends Served {
  readonly status: number;
  readonly allow?: string;
}

function replyTo(
  { method, url = "", headers: { host, origin } }: IncomingMessage,
  files: ReadonlyMap<string, Served>,
  port: number,
): Reply {
  const hosts = [`${LOOPBACK}:${port}`, `localhost:${port}`];
  // a name that somebody has pointed at this machine, or a page from elsewhere
  if (host === undefined || !hosts.includes(host)) return refusal(403, "expected this server as the host");
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`))
    return refusal(403, "expected a request from this server's own page");
  if (method !== "GET" && method !== "HEAD")
    return { ...refusal(405, "expected GET or HEAD"), allow: "GET, HEAD" };
  const found = files.get(url.replace(/\?.*$/s, ""));
  return found ? { status: 200, ...found } : refusal(404, "nothing here has this name");
}

function refusal(status: number, why: string): Reply {
  return { status, type: types[".txt"], bytes: new TextEncoder().encode(`${why}\n`) };
}
