import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modelFromSafetensors, parseNpz, parseSafetensors } from "../../src/index.ts";
import { backstep, type Finished, root } from "../support/cli.ts";
import { loadTypeScript } from "../support/run-typescript.ts";

let folder: string;
const article = join(root, "examples/by-example.yaml");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-export-"));
  const trained = await backstep(["train", article, "--out", "run", "--epochs", "3"], { cwd: folder });
  expect(trained.code, trained.stderr).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

const exported = (...args: string[]): Promise<Finished> => backstep(["export", ...args], { cwd: folder });
const bytesOf = (name: string): Promise<Uint8Array> => readFile(join(folder, name));

test("safetensors come with the names and layouts of PyTorch, and the modules that take them", async () => {
  const { code, stdout, stderr } = await exported("run", "--to", "safetensors", "--out", "m.safetensors");
  expect(code).toBe(0);
  expect(stderr).toBe(`backstep         PyTorch   shape   layout
layers.1.weight  0.weight  [2, 2]  as it is
layers.1.bias    0.bias    [2]     one number, once for each unit
layers.2.weight  2.weight  [2, 2]  as it is
layers.2.bias    2.bias    [2]     one number, once for each unit

torch.nn: Sequential(Linear(2, 2), Sigmoid(), Linear(2, 2), Sigmoid())
`);
  expect(stdout).toMatch(/^m\.safetensors {2}[\d,]+ bytes\n$/);
  const { tensors } = parseSafetensors(await bytesOf("m.safetensors"), "m");
  expect([...(tensors.get("0.bias")?.read().values ?? [])]).toEqual([0.35, 0.35]);
  expect(await bytesOf("m.safetensors")).toEqual(await bytesOf("run/model.safetensors"));
});

test("one JSON document says what was written", async () => {
  const { stdout, stderr } = await exported("run", "--to", "safetensors", "--out", "j.safetensors", "--json");
  const { tensors, ...rest } = JSON.parse(stdout);
  expect(stderr).toBe("");
  expect(rest).toEqual({
    to: "safetensors",
    out: "j.safetensors",
    bytes: (await bytesOf("j.safetensors")).length,
    torch: "Sequential(Linear(2, 2), Sigmoid(), Linear(2, 2), Sigmoid())",
  });
  expect(tensors[1]).toEqual({ ours: "layers.1.bias", theirs: "0.bias", shape: [2], layout: "repeated" });
});

test("npy is an npz file with an array for each parameter", async () => {
  const { stderr } = await exported("run", "--to", "npy", "--out", "m.npz");
  expect(stderr).toBe('an array for each parameter: numpy.load("m.npz")["layers.1.weight"]\n');
  const arrays = parseNpz(await bytesOf("m.npz"), "m");
  const { parameters } = modelFromSafetensors(await bytesOf("run/model.safetensors"), "m");
  expect([...arrays.keys()].sort()).toEqual(parameters.map(({ path }) => path).sort());
  for (const { path, initial } of parameters) expect(arrays.get(path)?.read()).toEqual(initial);
});

describe("without --out the file is the result", () => {
  test("of text", async () => {
    const { code, stdout, stderr } = await exported("run", "--to", "typescript");
    expect([code, stderr]).toEqual([0, ""]);
    const { predict } = await loadTypeScript(stdout);
    expect(predict({ inputs: [0.05, 0.1] }).values).toHaveLength(2);
  });

  test("of JSON", async () => {
    const { stdout } = await exported("run", "--to", "json");
    expect(Object.keys(JSON.parse(stdout).parameters)).toEqual([
      "layers.1.weight",
      "layers.1.bias",
      "layers.2.weight",
      "layers.2.bias",
    ]);
  });
});

test("a file that is there is not overwritten unless that is said", async () => {
  const before = await readdir(folder);
  const { code, stderr } = await exported("run", "--to", "onnx", "--out", "run/model.safetensors");
  expect([code, stderr]).toEqual([
    2,
    "run/model.safetensors  expected no such file yet, found one   --force overwrites it\n",
  ]);
  expect(await readdir(folder)).toEqual(before);
  expect((await exported("run", "--to", "json", "--out", "twice.json")).code).toBe(0);
  expect((await exported("run", "--to", "json", "--out", "twice.json")).code).toBe(2);
  expect((await exported("run", "--to", "json", "--out", "twice.json", "--force")).code).toBe(0);
});

test("the example as it is written exports too, and keeps its title", async () => {
  const { stdout } = await exported(article, "--to", "json");
  const { title, parameters } = JSON.parse(stdout);
  expect(title.en).toBe("Backpropagation by example");
  expect(parameters["layers.1.weight"]).toEqual([
    [0.15, 0.2],
    [0.25, 0.3],
  ]);
});

describe("refuses", () => {
  test.each<[string, string[], RegExp]>([
    [
      "a format that does not exist",
      ["run", "--to", "pickle"],
      /Allowed choices are onnx, safetensors, json, npy, typescript/,
    ],
    ["--json without a file", ["run", "--to", "onnx", "--json"], /^--json: expected together with --out/],
    [
      "a folder that cannot be",
      ["run", "--to", "json", "--out", "run/run.json/m.json"],
      /^run\/run\.json\/m\.json {2}expected a place where files can be written/,
    ],
    [
      "an example that is not trained",
      [join(root, "examples/xor.yaml"), "--to", "json"],
      /expected its weights in the file, found none/,
    ],
  ])("%s", async (_, args, message) => {
    const { code, stderr, stdout } = await exported(...args);
    expect(code).not.toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
  });

  test("an ONNX file, which holds a graph and no layers", async () => {
    await exported("run", "--to", "onnx", "--out", "g.onnx");
    const { code, stderr } = await exported("g.onnx", "--to", "json");
    expect([code, stderr]).toEqual([
      2,
      "g.onnx  expected a model with layers, found a graph   predict reads it, export does not\n",
    ]);
  });
});
