import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel, Predictor, wasmBackend } from "../../src/index.ts";
import { counterparts } from "../../src/model/pytorch/modules.ts";
import { backstep, root } from "../support/cli.ts";

let page: string;
let folder: string;
beforeAll(async () => {
  page = await readFile(join(root, "docs/models.md"), "utf8");
  folder = await mkdtemp(join(tmpdir(), "backstep-docs-"));
  const trained = await backstep(["train", join(root, "examples/iris.yaml"), "--out", "iris"], {
    cwd: folder,
  });
  expect(trained.code, trained.stderr).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text]) => text);

test("what predict is shown to print is what it prints", async () => {
  const [iris, article] = blocks("console").map((text) =>
    text.split("\n").filter((line) => !line.startsWith("$")),
  );
  const said = await backstep(["predict", "iris", join(root, "examples/data/iris.csv")], { cwd: folder });
  const lines = said.stdout.split("\n");
  expect(lines[0]).toBe(iris[0]);
  expect(lines[1].startsWith(iris[1].replace("…", "").slice(0, 10))).toBe(true);
  await writeFile(join(folder, "rows.csv"), "0.05,0.10\n");
  const two = await backstep(["predict", join(root, "examples/by-example.yaml"), "rows.csv"], {
    cwd: folder,
  });
  expect(two.stdout).toBe(article.join("\n"));
});

test("the mapping that is shown is the one that is printed", async () => {
  const { stderr } = await backstep(["export", "iris", "--to", "safetensors", "--out", "i.safetensors"], {
    cwd: folder,
  });
  expect(blocks("text")).toEqual([stderr]);
});

test("the table of PyTorch's names has every layer that has some", () => {
  const rows = [...page.matchAll(/^\| (`.*?) \| (.*?) \| (.*?) \|$/gm)].map(([, ...cells]) => cells);
  for (const [kind, { names }] of Object.entries(counterparts)) {
    if (names.length === 0) continue;
    const row = rows.find(([layers]) => layers.includes(`\`${kind}\``));
    expect(row, kind).toBeDefined();
    expect([...(row?.[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(
      names.map(([ours]) => ours),
    );
    for (const [, theirs] of names) expect(row?.[2]).toContain(`\`${theirs}\``);
  }
});

test("the library's lines predict", async () => {
  const [code] = blocks("ts");
  const bytes = new Uint8Array(await readFile(join(folder, "iris", "model.safetensors")));
  const printed: unknown[][] = [];
  const body = code.replace(/^import .*\n/m, "");
  const run = new Function("loadModel", "Predictor", "wasmBackend", "bytes", "console", body);
  run(loadModel, Predictor, wasmBackend, bytes, { log: (...words: unknown[]) => printed.push(words) });
  expect(printed[0][0]).toBe("setosa");
});
