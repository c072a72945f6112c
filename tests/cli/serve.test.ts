import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesOf, type Serving, serve } from "../../src/node/index.ts";

let outside: string;
let serving: Serving;
let port: number;

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), "backstep-serve-"));
  const folder = join(outside, "page");
  await mkdir(join(folder, "assets"), { recursive: true });
  await writeFile(join(outside, "secret.txt"), "secret");
  await writeFile(join(folder, "index.html"), "<!DOCTYPE html><title>page</title>");
  await writeFile(join(folder, "assets/app.js"), "export {};");
  await symlink(join(outside, "secret.txt"), join(folder, "link.txt"));
  serving = await serve(await filesOf(folder));
  port = Number(new URL(serving.url).port);
});

afterAll(async () => {
  await serving.close();
  await rm(outside, { recursive: true });
});

/** The answer to a request written by hand, for a library would tidy it. */
function answerTo(line: string, headers: Record<string, string> = {}): Promise<string> {
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, Connection: "close", ...headers });
  const request = `${line} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    socket.setEncoding("latin1");
    socket.on("data", (part) => {
      text += part;
    });
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
  });
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

test("the files of the folder are served, with their types, and may load nothing from elsewhere", async () => {
  const page = await answerTo("GET /");
  expect(statusOf(page)).toBe(200);
  expect(page).toContain("<title>page</title>");
  expect(page).toMatch(/content-type: text\/html; charset=utf-8/i);
  expect(page).toMatch(/content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/i);
  expect(page).not.toMatch(/script-src[^;]*'unsafe-(?:inline|eval)'/i);
  expect(page).toMatch(/x-content-type-options: nosniff/i);
  expect(await answerTo("GET /assets/app.js?v=1")).toMatch(/content-type: text\/javascript/i);
  const head = await answerTo("HEAD /index.html");
  expect(statusOf(head)).toBe(200);
  expect(head).not.toContain("<title>");
});

test("only this machine is listened to", () => {
  expect(new URL(serving.url).hostname).toBe("127.0.0.1");
});

test.each([
  "/../secret.txt",
  "/assets/../../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/%252e%252e/secret.txt",
  "/..\\secret.txt",
  "//secret.txt",
  "///etc/passwd",
  "/etc/passwd",
  "\\\\host\\share\\secret.txt",
  "//host/share/secret.txt",
  "/C:/secret.txt",
  "/link.txt",
  "/assets",
  "/assets/",
  "/__proto__",
  "/constructor",
  "/index.html/",
  "/index.html%00.txt",
  "http://127.0.0.1/secret.txt",
  "*",
])("nothing outside the build is answered: %s", async (path) => {
  const answer = await answerTo(`GET ${path}`);
  expect([400, 403, 404]).toContain(statusOf(answer));
  expect(answer).not.toContain("secret");
});

test.each([
  { Host: "evil.example" },
  { Host: "evil.example:80" },
  { Host: "127.0.0.1" },
  { Host: "127.0.0.1.evil.example" },
  { Host: "localhost" },
  { Host: "" },
])("a request for another host is refused: %j", async (headers) => {
  expect([400, 403]).toContain(statusOf(await answerTo("GET /", headers)));
});

test.each(["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "file://"])(
  "a request from another page is refused: %s",
  async (origin) => {
    expect(statusOf(await answerTo("GET /", { Origin: origin }))).toBe(403);
  },
);

test("the page's own requests are answered, under either name", async () => {
  expect(statusOf(await answerTo("GET /", { Origin: `http://127.0.0.1:${port}` }))).toBe(200);
  const local = { Host: `localhost:${port}`, Origin: `http://localhost:${port}` };
  expect(statusOf(await answerTo("GET /", local))).toBe(200);
});

test.each(["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])("%s is refused", async (method) => {
  expect(statusOf(await answerTo(`${method} /`))).toBe(405);
});

test("a port that is taken is said in one line", async () => {
  await expect(serve(new Map(), { port })).rejects.toThrow(
    `port ${port}: expected a free port, found one that is taken   --port chooses another`,
  );
});
