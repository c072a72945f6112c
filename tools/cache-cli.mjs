// Lets V8 compile what the commands need, and keeps what it made beside the bundle, so that they start sooner. See
// docs/decisions/start-up.md.
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheOf, modulesOf } from "../bin/modules.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "dist/cli");
const example = join(root, "examples/by-example.yaml");
const commands = [
  ["train", example, "--epochs", "100"],
  ["train", example, "--epochs", "100", "--json"],
  ["explain", example],
  ["check", example, join(root, "tests/golden/article.md")],
];

const require = createRequire(import.meta.url);
// V8 takes nothing that it made under other flags, and commands set some
const v8 = { ...require("node:v8"), setFlagsFromString() {} };
const { open, compiled } = modulesOf(folder, (name) => (name === "node:v8" ? v8 : require(name)));
const { main } = open("main.cjs");
const write = process.stdout.write;
const silence = () => true;
process.stdout.write = silence;
process.stderr.write = silence;
for (const args of commands) await main(args);
process.stdout.write = write;

await mkdir(cacheOf(folder), { recursive: true });
for (const [name, bytes] of compiled()) await writeFile(join(cacheOf(folder), name), bytes);
