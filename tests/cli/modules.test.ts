import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
// @ts-expect-error plain JavaScript, for it runs before anything is built
import { cacheOf, modulesOf } from "../../bin/modules.js";
import { root } from "../support/cli.ts";

const modules = {
  "main.cjs":
    'const { double } = require("./part-x1.cjs"); exports.six = double(3); exports.sep = require("node:path").sep; exports.load = () => require("./part-x1.cjs").double;',
  "part-x1.cjs": "exports.double = (x) => 2 * x; exports.name = __filename;",
};

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "backstep-modules-"));
  folders.push(folder);
  for (const [name, source] of Object.entries(modules)) await writeFile(join(folder, name), source);
  return folder;
}

test("modules are opened once, and come to each other and to Node's own", async () => {
  const folder = await folderOf();
  const { open } = modulesOf(folder);
  const main = open("main.cjs");
  expect(main.six).toBe(6);
  expect(main.sep).toBe(createRequire(import.meta.url)("node:path").sep);
  expect(main.load()).toBe(open("part-x1.cjs").double);
  expect(open("part-x1.cjs").name).toBe(join(folder, "part-x1.cjs"));
});

test("what V8 made of them is used where it fits, and left aside where it does not", async () => {
  const folder = await folderOf();
  const first = modulesOf(folder);
  first.open("main.cjs");
  await mkdir(cacheOf(folder));
  for (const [name, bytes] of first.compiled()) await writeFile(join(cacheOf(folder), name), bytes);
  // V8 goes by the length of the source: that it runs what it made before can be seen by a change that it cannot see
  const changed = modules["part-x1.cjs"].replace("2 * x", "9 * x");
  await writeFile(join(folder, "part-x1.cjs"), changed);
  expect(modulesOf(folder).open("main.cjs").six).toBe(6);

  await writeFile(join(cacheOf(folder), "part-x1.cjs.bin"), "not what V8 made");
  expect(modulesOf(folder).open("main.cjs").six).toBe(27);
  await writeFile(join(folder, "part-x1.cjs"), modules["part-x1.cjs"]);
  await writeFile(join(cacheOf(folder), "main.cjs.bin"), "not what V8 made");
  expect(modulesOf(folder).open("main.cjs").six).toBe(6);
  await writeFile(join(folder, "main.cjs"), "exports.six = 7;");
  expect(modulesOf(folder).open("main.cjs").six).toBe(7);
});

const built = existsSync(join(root, "dist/cli/bin.cjs"));

test.skipIf(!built)(`gradcheck imports a module${built ? "" : " (skipped: run npm run build)"}`, async () => {
  const folder = await folderOf();
  await writeFile(join(folder, "own.mjs"), "export const seven = 7;");
  const { stderr } = spawnSync(
    process.execPath,
    [join(root, "bin/backstep.js"), "gradcheck", join(folder, "own.mjs")],
    { encoding: "utf8" },
  );
  expect(stderr).toMatch(/own\.mjs {2}expected /);
});

/** Those of Node's modules that a command loads, beside what it takes to start. */
async function loadedBy(args: readonly string[]): Promise<readonly string[]> {
  const folder = await folderOf();
  const list = join(folder, "list.cjs");
  await writeFile(
    list,
    `process.on("exit", () => require("node:fs").writeFileSync(__filename + ".json", JSON.stringify(process.moduleLoadList)));`,
  );
  const { status } = spawnSync(
    process.execPath,
    ["--require", list, join(root, "bin/backstep.js"), ...args],
    // what is printed to a pipe takes more
    { stdio: "ignore" },
  );
  expect(status).toBe(0);
  const names: readonly string[] = JSON.parse(await readFile(`${list}.json`, "utf8"));
  return names.map((name) => name.replace("NativeModule ", ""));
}

const training = "a training on data in the example loads none of Node's modules that it does without";
test.skipIf(!built)(`${training}${built ? "" : " (skipped: run npm run build)"}`, async () => {
  const loaded = await loadedBy(["train", join(root, "examples/by-example.yaml"), "--epochs", "10"]);
  const needless = ["child_process", "crypto", "http", "net", "os", "perf_hooks", "worker_threads", "zlib"];
  expect(loaded).toContain("vm");
  expect(loaded.filter((name) => needless.includes(name))).toEqual([]);
});
