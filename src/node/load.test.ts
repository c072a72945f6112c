import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { columnOf } from "../data/frame.ts";
import { formatInputError, InputError, prepareData } from "../index.ts";
import { loadExample, loadExampleFile } from "./load.ts";

const examples = fileURLToPath(new URL("../../examples", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-load-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** Writes an example with the given data and its files, and gives the path of the example. */
async function write(data: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = join(folder, "net.yaml");
  const text = `backstep: 1
network: { inputs: 1, layers: [{ dense: 2 }] }
loss: softmax-cross-entropy
optimizer: { name: adam }
data: ${data}
`;
  for (const [name, content] of Object.entries({ "net.yaml": text, ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return path;
}

async function errorLine(path: string): Promise<string> {
  try {
    await loadExample(path);
  } catch (error) {
    if (error instanceof InputError) return formatInputError(error).replaceAll(folder, "FOLDER");
    throw error;
  }
  return "no error";
}

test("loads the article's example", async () => {
  const { encoding, test: tested, ...raw } = await loadExample(join(examples, "by-example.yaml"));
  const { train } = prepareData({ encoding, ...raw }, 0);
  expect(train.inputs).toEqual({ shape: [1, 2], values: Float64Array.of(0.05, 0.1) });
  expect([encoding.scale, tested]).toEqual(["none", undefined]);
});

test("loads iris", async () => {
  const { train, encoding, testFraction } = await loadExample(join(examples, "iris.yaml"));
  const first = ["sepal_length", "sepal_width", "petal_length", "petal_width"].map(
    (name) => columnOf(train, name, "number").values[0],
  );
  expect([train.rows, ...first]).toEqual([150, 5.1, 3.5, 1.4, 0.2]);
  const { codes, levels } = columnOf(train, "species", "category");
  expect([levels, codes[50]]).toEqual([["setosa", "versicolor", "virginica"], 1]);
  expect([encoding.scale, testFraction]).toEqual(["standard", 0.2]);
});

test("loads an example of either kind", async () => {
  const network = await loadExampleFile(join(examples, "iris.yaml"));
  const alone = await loadExample(join(examples, "iris.yaml"));
  expect(network).toEqual({ kind: "network", ...alone, train: expect.anything() });
  expect(network.kind === "network" && network.train.columns).toEqual(alone.train.columns);
  const { kind, example } = await loadExampleFile(join(examples, "circuit.yaml"));
  expect([kind, "expressions" in example && example.expressions.result]).toEqual(["expressions", "f"]);
});

test("expressions are no network", async () => {
  const path = join(examples, "circuit.yaml");
  expect(await errorLine(path)).toBe(`${path}:4:1  expected a network, found expressions`);
});

test("a test file has the classes of the training file", async () => {
  const data = "{ train: { csv: data/a.csv, label: y }, test: { csv: data/b.csv } }";
  const files = { "data/a.csv": "x,y\n1,no\n2,yes\n", "data/b.csv": "y,x\nyes,3\n" };
  const { example: _, ...raw } = await loadExample(await write(data, files));
  const { test: tested } = prepareData(raw, 0);
  expect(tested).toEqual({
    inputs: { shape: [1, 1], values: Float64Array.of(3) },
    targets: { shape: [1, 2], values: Float64Array.of(0, 1) },
    classes: ["no", "yes"],
  });
});

test("paths may lead out of the folder, or be absolute", async () => {
  const outside = relative(folder, join(examples, "data", "iris.csv"));
  for (const path of [outside, join(examples, "data", "iris.csv")]) {
    const data = `{ train: { csv: ${path}, label: species, features: [petal_width] } }`;
    const line = await errorLine(await write(data));
    expect(line).toContain(
      'label "species": expected 2 classes (the network has 2 outputs), found 3: setosa,',
    );
  }
});

test.each<[string, string, Record<string, string>, string]>([
  [
    "a missing file",
    "{ train: { csv: data/aa.csv, label: y } }",
    { "data/a.csv": "" },
    'FOLDER/net.yaml:5:23  FOLDER/data/aa.csv: expected a file, found none with this name   did you mean "a.csv"?',
  ],
  [
    "a URL",
    "{ train: { csv: https://example.org/a.csv, label: y } }",
    {},
    'FOLDER/net.yaml:5:23  csv: expected a file on this machine, found "https://example.org/a.csv"',
  ],
  [
    "a wrong cell",
    "{ train: { csv: data/a.csv, label: y } }",
    { "data/a.csv": "x,y\n1,a\n2,a\n_,b\n" },
    'FOLDER/data/a.csv:4:1  x: expected a number, found "_"   if these are words: columns: { x: category }; if it has no value: missing: […]',
  ],
  [
    "a class that only the test has",
    "{ train: { csv: data/a.csv, label: y }, test: { csv: data/b.csv } }",
    { "data/a.csv": "x,y\n1,a\n2,b\n", "data/b.csv": "x,y\n1,c\n" },
    'FOLDER/data/b.csv:2:3  y: unknown class "c": expected a, b   did you mean "a"?',
  ],
])("refuses %s", async (_, data, files, expected) => {
  expect(await errorLine(await write(data, files))).toBe(expected);
});

test("a test needs a row of its own", async () => {
  const path = await write("{ train: { csv: a.csv, label: y }, test: { fraction: 0.5 } }", {
    "a.csv": "x,y\n1,0\n",
  });
  const text = (await readFile(path, "utf8"))
    .replace("dense: 2", "dense: 1, activation: sigmoid")
    .replace("softmax", "binary");
  await writeFile(path, text);
  expect(await errorLine(path)).toBe(
    "FOLDER/a.csv  expected at least 2 rows below the header, one of them for the test, found 1",
  );
});

test("paths in messages are as they were typed", async () => {
  const typed = relative(process.cwd(), join(examples, "by-exmple.yaml"));
  expect(await errorLine(typed)).toBe(
    `${typed}  expected a file, found none with this name   did you mean "by-example.yaml"?`,
  );
});

describe("pairs of IDX files", () => {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 255);
  const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 9, 4);
  const data = "{ train: { idx: { images: a.gz, labels: b } }, scale: unit }";

  test("are read, unpacked where gzip has packed them", async () => {
    const path = await write(data, {});
    await writeFile(join(folder, "a.gz"), gzipSync(images));
    await writeFile(join(folder, "b"), labels);
    const { example: _, ...raw } = await loadExample(path);
    const { train } = prepareData({ ...raw, encoding: { ...raw.encoding, scale: "none" } }, 0);
    expect(train).toEqual({
      inputs: { shape: [2, 1], values: Float64Array.of(5, 255) },
      targets: { shape: [2, 2], values: Float64Array.of(0, 1, 1, 0) },
      classes: ["4", "9"],
    });
  });

  test.each<[string, Uint8Array, string]>([
    [
      "packed, but broken",
      gzipSync(images).subarray(0, 20),
      "FOLDER/net.yaml:5:33  FOLDER/a.gz: expected a whole gzip file, found a broken one",
    ],
    ["cut short", images.subarray(0, 17), "FOLDER/a.gz  expected 18 bytes for [2, 1, 1] numbers, found 17"],
  ])("%s", async (_what, bytes, message) => {
    const path = await write(data, {});
    await writeFile(join(folder, "a.gz"), bytes);
    await writeFile(join(folder, "b"), labels);
    expect(await errorLine(path)).toBe(message);
  });
});
