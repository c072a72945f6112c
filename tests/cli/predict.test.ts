import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeNpy } from "../../src/index.ts";
import { backstep, type Finished, root } from "../support/cli.ts";

let folder: string;
const iris = join(root, "examples/data/iris.csv");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-predict-"));
  const trained = await backstep(
    ["train", join(root, "examples/iris.yaml"), "--out", "iris", "--epochs", "60"],
    {
      cwd: folder,
    },
  );
  expect(trained.code, trained.stderr).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

const predict = (...args: string[]): Promise<Finished> => backstep(["predict", ...args], { cwd: folder });

async function write(name: string, contents: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), contents);
  return name;
}

/** The command as a process of its own, with something on its standard input. */
function predictProcess(
  args: readonly string[],
  input: AsyncIterable<string> | Iterable<string>,
): Promise<Finished> {
  const bin = join(root, "src/cli/bin.ts");
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), bin, "predict", ...args], {
    cwd: folder,
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      texts[name] += chunk;
    });
  }
  void (async () => {
    for await (const chunk of input)
      if (!child.stdin.write(chunk)) await new Promise((go) => child.stdin.once("drain", go));
    child.stdin.end();
  })().catch(() => {});
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...texts })));
}

test("labels and probabilities as CSV, a line for each row, in their order", async () => {
  const { code, stdout, stderr } = await predict("iris", iris);
  expect([code, stderr]).toEqual([0, ""]);
  const [header, ...lines] = parse(stdout) as string[][];
  expect(header).toEqual(["species", "p_setosa", "p_versicolor", "p_virginica"]);
  const wanted = (parse(await readFile(iris, "utf8")) as string[][]).slice(1).map((cells) => cells[4]);
  expect(lines.length).toBe(150);
  expect(lines.filter(([label], i) => label === wanted[i]).length).toBeGreaterThan(140);
  for (const [label, ...shares] of lines) {
    const numbers = shares.map(Number);
    expect(numbers.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(header[1 + numbers.indexOf(Math.max(...numbers))]).toBe(`p_${label}`);
  }
});

test("one JSON document with --json", async () => {
  const { stdout } = await predict("iris", iris, "--json");
  const { model, rows, predictions } = JSON.parse(stdout);
  expect([model, rows, predictions.length]).toEqual([join("iris", "model.safetensors"), 150, 150]);
  expect(Object.keys(predictions[0])).toEqual(["label", "probabilities"]);
  expect(Object.keys(predictions[0].probabilities)).toEqual(["setosa", "versicolor", "virginica"]);
});

describe("the same rows in every format say the same", () => {
  const rows = [
    [5.1, 3.5, 1.4, 0.2],
    [6.5, 3, 5.2, 2],
  ];
  const names = ["sepal_length", "sepal_width", "petal_length", "petal_width"];
  const objects = rows.map((row) => Object.fromEntries(row.map((value, i) => [names[i], value])));
  const csv = [names, ...rows].map((row) => row.join(";")).join("\r\n");
  const forms: Readonly<Record<string, string | Uint8Array>> = {
    "a.csv": csv,
    "packed.csv.gz": gzipSync(csv),
    "other-order.csv": [[...names].reverse(), ...rows.map((row) => [...row].reverse())]
      .map((row) => row.join())
      .join("\n"),
    "a.jsonl": objects.map((row) => JSON.stringify(row)).join("\n"),
    "words.jsonl": objects
      .map((row) => JSON.stringify({ ...row, sepal_width: String(row.sepal_width), more: null }))
      .join("\n\n"),
    "a.npy": writeNpy({ shape: [2, 4], values: Float64Array.from(rows.flat()) }),
  };

  test.each(Object.entries(forms))("%s", async (name, contents) => {
    const [wanted, found] = [
      await predict("iris", await write("first.csv", csv)),
      await predict("iris", await write(name, contents)),
    ];
    expect(found.stderr).toBe("");
    expect(found.stdout).toBe(wanted.stdout);
    expect(found.stdout.split("\n").length).toBe(4);
  });

  test.each(["json", "safetensors", "onnx"])("and so does the model as %s", async (to) => {
    const out = `again.${to}`;
    const exported = await backstep(["export", "iris", "--to", to, "--out", out, "--force"], { cwd: folder });
    expect(exported.code, exported.stderr).toBe(0);
    const file = await write("first.csv", csv);
    expect((await predict(out, file)).stdout).toBe((await predict("iris", file)).stdout);
  });
});

describe("refuses, and says where", () => {
  const header = "sepal_length,sepal_width,petal_length,petal_width";
  test.each<[string, string, string, string]>([
    [
      "a word for a number",
      "x.csv",
      `${header}\n1,2,3,4\n1,2,?,4\n1,two,3,4\n`,
      'x.csv:4:3  sepal_width: expected a number, found "two"',
    ],
    [
      "a missing column",
      "x.csv",
      "sepal_length,sepal_width,petal_length\n1,2,3\n",
      'x.csv  expected a column "petal_width": expected sepal_length, sepal_width, petal_length   did you mean "sepal_width"?',
    ],
    ["a ragged row", "x.csv", `${header}\n1,2,3\n`, "x.csv:2:1  expected 4 cells as in the header, found 3"],
    ["nothing", "x.csv", "", "x.csv  expected rows, found nothing"],
    ["nothing but a header", "x.csv", `${header}\n`, "x.csv  expected rows below the header, found none"],
    [
      "broken JSON",
      "x.jsonl",
      '{"sepal_length": 1}\n{"sepal\n',
      "x.jsonl:2:1  expected a JSON object on the line",
    ],
  ])("%s", async (_, name, contents, message) => {
    const { code, stderr } = await predict("iris", await write(name, contents));
    expect(code).toBe(2);
    expect(stderr.startsWith(message), stderr).toBe(true);
    expect(stderr.trimEnd().split("\n").length).toBe(1);
  });

  test.each<[string, string[], RegExp]>([
    [
      "a file that is not there",
      ["nowhere.safetensors", iris],
      /^nowhere\.safetensors {2}expected a file, found none with this name/,
    ],
    [
      "rows that are not there",
      ["iris", "rows.csv"],
      /^rows\.csv {2}expected a file, found none with this name/,
    ],
    [
      "an example that is not trained",
      [join(root, "examples/iris.yaml"), iris],
      /layer 1: expected its weights in the file, found none/,
    ],
    [
      "weights of a model",
      ["iris", iris, "--weights", "x"],
      /^--weights: expected together with an example file/,
    ],
    [
      "a format that does not exist",
      ["iris", iris, "--input-format", "xml"],
      /Allowed choices are csv, jsonl, npy, idx/,
    ],
  ])("%s", async (_, args, message) => {
    const { code, stderr } = await predict(...args);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  test.each<[string, Uint8Array]>([
    ["model.pt", Uint8Array.of(0x80, 2, 0x8a, 10)],
    ["model.h5", new TextEncoder().encode("\x89HDF\r\n\x1a\n")],
    ["model.safetensors", Uint8Array.of(1, 2, 3)],
    ["model.onnx", Uint8Array.of(8, 7, 1)],
    ["model.txt", new TextEncoder().encode("hello")],
  ])("a model that is none: %s", async (name, contents) => {
    const { code, stderr } = await predict(await write(name, contents), iris);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n").length).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${name.replace(".", "\\.")}`));
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+\)/);
  });

  test("a folder that is no run", async () => {
    await mkdir(join(folder, "empty"));
    const { code, stderr } = await predict("empty", iris);
    expect(code).toBe(2);
    expect(stderr).toMatch(/expected the folder of a run that has ended, found no model\.safetensors in it/);
  });
});

test("an example whose weights are given predicts as it is, and its numbers need no names", async () => {
  const example = join(root, "examples/by-example.yaml");
  const expected = (await predict(example, await write("n.csv", "0.05,0.1\n"))).stdout;
  const [names, numbers] = expected.split("\n");
  expect(names).toBe("out_o1,out_o2");
  const [o1, o2] = numbers.split(",").map(Number);
  expect(o1).toBeCloseTo(0.7513650695523157, 15);
  expect(o2).toBeCloseTo(0.7729284653214625, 15);
  expect((await predict(example, await write("h.csv", "i1,i2\n0.05,0.1\n"))).stdout).toBe(expected);
  expect((await predict(example, await write("n.jsonl", "[0.05, 0.1]\n"))).stdout).toBe(expected);
  const { stderr } = await predict(example, await write("w.csv", "1,2,3\n"));
  expect(stderr).toBe("w.csv:1:1  expected 2 columns (2 inputs of the network), found 3\n");
});

test("pictures are rows of their pixels, with a label beside them or not", async () => {
  const pixels = Array.from({ length: 6 }, (_, n) =>
    [0, 1, 2, 3].map((k) => (k % 2 === n % 2 ? 200 : 10) + n),
  );
  const idx = (axes: number[], numbers: number[]) =>
    Uint8Array.of(0, 0, 8, axes.length, ...axes.flatMap((extent) => [0, 0, 0, extent]), ...numbers);
  await write("images.idx", idx([6, 2, 2], pixels.flat()));
  await write(
    "labels.idx",
    idx(
      [6],
      pixels.map((_, n) => n % 2),
    ),
  );
  await write(
    "pictures.yaml",
    `backstep: 1
network: { inputs: 4, layers: [{ dense: 2 }] }
loss: softmax-cross-entropy
optimizer: { name: adam, learningRate: 0.1 }
data: { train: { idx: { images: images.idx, labels: labels.idx } }, scale: unit }
training: { epochs: 30 }
`,
  );
  expect((await backstep(["train", "pictures.yaml", "--out", "pictures"], { cwd: folder })).code).toBe(0);
  const wanted = (await predict("pictures", "images.idx")).stdout;
  expect((parse(wanted) as string[][]).map(([label]) => label).slice(1)).toEqual([
    "0",
    "1",
    "0",
    "1",
    "0",
    "1",
  ]);
  const lines = pixels.map((row) => row.join());
  const forms = {
    "bare.csv": lines.join("\n"),
    "labelled.csv": ["label,a,b,c,d", ...lines.map((line, n) => `${n % 2},${line}`)].join("\n"),
    "lists.jsonl": pixels
      .map(([a, b, c, d]) =>
        JSON.stringify([
          [a, b],
          [c, d],
        ]),
      )
      .join("\n"),
    "pictures.npy": writeNpy({ shape: [6, 2, 2], values: Float32Array.from(pixels.flat()) }),
  };
  for (const [name, contents] of Object.entries(forms)) {
    const { stdout, stderr } = await predict("pictures", await write(name, contents));
    expect([stdout, stderr]).toEqual([wanted, ""]);
  }
});

test("weights of PyTorch are read into an example's network, and the mapping is shown", async () => {
  await backstep(["export", "iris", "--to", "safetensors", "--out", "w.safetensors", "--force"], {
    cwd: folder,
  });
  const { stdout, stderr } = await predict(
    join(root, "examples/iris.yaml"),
    iris,
    "--weights",
    "w.safetensors",
  );
  expect(stderr).toMatch(
    /^backstep +PyTorch +shape +layout\nlayers\.1\.weight +0\.weight +\[16, 4\] +as it is\n/,
  );
  expect(stdout).toBe((await predict("iris", iris)).stdout);
});

test("what a spreadsheet would run as a formula is made safe, and words that training did not know are told of", async () => {
  await write("f.csv", "word,kind\n=1+1,=cmd|'/c calc'!A0\na,@b\n=1+1,=cmd|'/c calc'!A0\na,@b\n");
  await write(
    "f.yaml",
    `backstep: 1
network: { inputs: 2, layers: [{ dense: 2 }] }
loss: softmax-cross-entropy
optimizer: { name: adam, learningRate: 0.1 }
data: { train: { csv: f.csv, label: kind } }
training: { epochs: 50 }
`,
  );
  expect((await backstep(["train", "f.yaml", "--out", "f"], { cwd: folder })).code).toBe(0);
  const { stdout, stderr } = await predict("f", await write("g.csv", "word\n=1+1\na\nb\nb\n"));
  const cells = parse(stdout) as string[][];
  expect(cells[0]).toEqual(["kind", "p_=cmd|'/c calc'!A0", "p_@b"]);
  expect(cells.slice(1, 3).map(([label]) => label)).toEqual(["'=cmd|'/c calc'!A0", "'@b"]);
  expect(stderr).toBe('word: "b" is not in the training part (2 rows); its inputs are 0\n');
});

test("rows are predicted as they come in, however many there are", async () => {
  const lines = (await readFile(iris, "utf8")).trimEnd().split("\n");
  const times = 700;
  function* rows(): Generator<string> {
    yield `${lines[0]}\n`;
    const body = `${lines.slice(1).join("\n")}\n`;
    for (let i = 0; i < times; i++) yield body;
  }
  const { code, stdout } = await predictProcess(["iris"], rows());
  expect(code).toBe(0);
  const said = stdout.trimEnd().split("\n");
  expect(said.length).toBe(1 + 150 * times);
  expect(said[1 + 150 * (times - 1)]).toBe(said[1]);
});
