import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tensor, writeNpy, writeNpz, writeSafetensors } from "../../src/index.ts";
import { backstep } from "../support/cli.ts";
import { EXTERNAL, hasExternalTests, sharedFile } from "../support/shared.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-data-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** Writes an example that trains on the given data, and gives its path. */
async function example(
  data: string,
  { inputs = 2, outputs = 1, loss = "mean-squared-error", epochs = 2 } = {},
) {
  const path = join(folder, "net.yaml");
  await writeFile(
    path,
    `backstep: 1
network: { inputs: ${inputs}, layers: [{ dense: 8, activation: tanh }, { dense: ${outputs} }] }
loss: ${loss}
optimizer: { name: adam, learningRate: 0.01 }
data: ${data}
training: { epochs: ${epochs}, batchSize: 16, metrics: [${outputs === 1 ? "mae, r2" : "accuracy"}] }
`,
  );
  return path;
}

async function trained(data: string, setting: Parameters<typeof example>[1] = {}) {
  const { code, stdout, stderr } = await backstep(["train", await example(data, setting), "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

async function errorOf(data: string, setting: Parameters<typeof example>[1] = {}): Promise<string> {
  const { code, stderr } = await backstep(["train", await example(data, setting)]);
  expect(code).toBe(2);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  return stderr.trimEnd().replaceAll(`${folder}/`, "");
}

describe(`data sets that others have published${EXTERNAL}`, () => {
  const csv = (name: string, rest: string) => `{ csv: ${sharedFile(`data/${name}`)}, ${rest} }`;

  test.skipIf(!hasExternalTests)("California housing: numbers, missing ones, categories", async () => {
    const train = csv("california-housing/housing.csv", "label: median_house_value");
    const data = `{ train: ${train}, test: { fraction: 0.2 }, scale: standard, scaleLabel: standard }`;
    const { metrics, columns } = await trained(data, { inputs: 13 });
    expect(metrics.test.r2).toBeGreaterThan(0.6);
    // in dollars
    expect(metrics.test.mae).toBeGreaterThan(20_000);
    const of = (name: string) => columns.find((column: { name: string }) => column.name === name);
    expect(of("total_bedrooms").missing).toBeGreaterThan(140);
    expect(of("ocean_proximity").levels).toEqual(["<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"]);
  });

  test.skipIf(!hasExternalTests)("abalone: no header, and a category first", async () => {
    const train = csv("csv/abalone.csv", "header: false, label: 9");
    const { metrics } = await trained(`{ train: ${train}, test: { fraction: 0.2 }, scale: standard }`, {
      inputs: 10,
      epochs: 20,
    });
    expect(metrics.test.r2).toBeGreaterThan(0.4);
  });

  test.skipIf(!hasExternalTests)("Longley's: sixteen years of employment", async () => {
    const train = csv("csv/longley.csv", "header: false, label: 7");
    const { metrics } = await trained(`{ train: ${train}, scale: standard, scaleLabel: standard }`, {
      inputs: 6,
      epochs: 500,
    });
    expect(metrics.train.r2).toBeGreaterThan(0.95);
  });

  test.skipIf(!hasExternalTests)("airline passengers: months, which go round", async () => {
    const train = csv(
      "csv/airline-passengers.csv",
      "label: Passengers, columns: { Month: { date: [time, month] } }",
    );
    const { metrics } = await trained(`{ train: ${train}, scale: standard, scaleLabel: standard }`, {
      inputs: 3,
      epochs: 500,
    });
    expect(metrics.train.r2).toBeGreaterThan(0.95);
  });
});

test("what columns hold is shown before the training", async () => {
  const rows = Array.from(
    { length: 20 },
    (_, n) => `${n === 3 ? "NA" : n},${["Zug", "Bern"][n % 2]},2026-01-${10 + n},${n}`,
  );
  await writeFile(join(folder, "a.csv"), `x,\u001b[31mcity,when,y\n${rows.join("\n")}\n`);
  const { stderr } = await backstep([
    "train",
    await example("{ train: { csv: a.csv, label: y } }", { inputs: 4 }),
  ]);
  expect(stderr.split("\n").filter((line) => line.startsWith("  "))).toEqual([
    "  x          number    0 … 19  1 missing: mean 9.84211",
    "  �[31mcity  category  2: Bern, Zug",
    "  when       date      2026-01-10 … 2026-01-29",
    "  y          label     0 … 19",
  ]);
});

test("levels that only test rows have are zeros, with a warning, or an error", async () => {
  await writeFile(join(folder, "a.csv"), "c,y\nBern,1\nZug,2\n");
  await writeFile(join(folder, "b.csv"), "c,y\nUri,1\n");
  const data = "{ train: { csv: a.csv, label: y }, test: { csv: b.csv }";
  const { stderr } = await backstep(["train", await example(`${data} }`)]);
  expect(stderr).toContain('warning: c: "Uri" is not in the training part (1 row); its inputs are 0\n');
  expect(await errorOf(`${data}, unseen: error }`)).toBe(
    'b.csv:2:1  c: expected a level of the training part (unseen: error), found "Uri"',
  );
});

test("arrays of npy, npz and safetensors files, and JSON lines, train as CSV does", async () => {
  const numbers = Array.from({ length: 40 }, (_, n) => [Math.sin(n), Math.cos(n)]);
  const inputs = tensor([40, 2], numbers.flat());
  const targets = tensor(
    [40, 1],
    numbers.map(([a, b]) => a - b),
  );
  const both = new Map([
    ["x", inputs],
    ["y", targets],
  ]);
  const lines = numbers.map(([a, b]) => JSON.stringify({ a, b, y: a - b })).join("\n");
  await writeFile(join(folder, "x.npy"), writeNpy(inputs));
  await writeFile(join(folder, "y.npy"), gzipSync(writeNpy(targets)));
  await writeFile(join(folder, "a.npz"), writeNpz(both));
  await writeFile(join(folder, "a.safetensors"), writeSafetensors(both));
  await writeFile(join(folder, "a.jsonl"), gzipSync(lines));
  await writeFile(
    join(folder, "a.csv.gz"),
    gzipSync(`a;b;y\n${numbers.map(([a, b]) => `${a};${b};${a - b}\n`).join("")}`),
  );
  const sources = [
    "{ npy: { inputs: x.npy, targets: y.npy } }",
    "{ npz: a.npz, inputs: x, targets: y }",
    "{ safetensors: a.safetensors, inputs: x, targets: y }",
    "{ jsonl: a.jsonl, label: y }",
    "{ csv: a.csv.gz, label: y }",
  ];
  const sums = new Set<string>();
  for (const train of sources)
    sums.add((await trained(`{ train: ${train}, scale: unit, test: { fraction: 0.1 } }`)).sha256);
  expect(sums.size).toBe(1);
  expect(await errorOf("{ train: { npz: a.npz, inputs: xx, targets: y } }")).toBe(
    'net.yaml:5:38  a.npz: expected one of its arrays (x, y), found "xx"   did you mean "x"?',
  );
  expect(await errorOf("{ train: { npz: a.npz, inputs: x, targets: y }, test: { csv: a.csv } }")).toBe(
    "net.yaml:5:61  test: expected npz, as train, found csv",
  );
});

describe("hostile data", () => {
  const data = "{ train: { csv: a.csv, label: y } }";
  const refused = async (content: string | Uint8Array, setting: Parameters<typeof example>[1] = {}) => {
    await writeFile(join(folder, "a.csv"), content);
    return errorOf(data, setting);
  };

  test("many columns, endless cells, quotes that are not closed", async () => {
    expect(await refused(`${"a,".repeat(10_000_000)}y\n1\n`)).toBe(
      "a.csv:1:1  expected at most 1000001 columns, found more",
    );
    expect(await refused(`x,y\n${"1".repeat(1_000_000)},2\n`)).toBe(
      "a.csv:2:1  expected at most 100000 characters in a cell, found 1000000",
    );
    expect(await refused(`x,y\n1,"2\n${"3,4\n".repeat(100_000)}`)).toBe(
      'a.csv:2:3  unclosed quote: expected a closing ", found the end of the file',
    );
  });

  test("a bomb of gzip, and other encodings", async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 2 ** 20, "1"));
    expect(await refused(bomb)).toBe("a.csv:1  expected a row that ends, found none");
    expect(await refused(Buffer.from("\ufeffx,y\n1,2\n", "utf16le"))).toBe(
      "a.csv:1:1  expected text in UTF-8, found UTF-16   save it as UTF-8",
    );
    expect(await refused(Buffer.of(0x78, 0x2c, 0x79, 0x0a, 0xff, 0x2c, 0x31))).toMatch(
      /^a\.csv:2:1 {2}expected text in UTF-8, found the byte 0xFF/,
    );
  });

  test("a level in each row is no category", async () => {
    const rows = Array.from({ length: 5000 }, (_, n) => `user-${n},${n}`).join("\n");
    expect(await refused(`id,y\n${rows}\n`)).toBe(
      "id: expected at most 1,000 levels, an input each, found 5,000   leave the column out (features), or give it as a number (columns)",
    );
  });

  test("names that mean something to JavaScript are names", async () => {
    await writeFile(join(folder, "a.csv"), "__proto__,constructor,y\n1,a,2\n2,b,3\n3,a,1\n");
    const { columns } = await trained(data, { inputs: 3 });
    expect(columns.map(({ name }: { name: string }) => name)).toEqual(["__proto__", "constructor", "y"]);
    expect(({} as Record<string, unknown>).levels).toBeUndefined();
    expect(await errorOf("{ train: { csv: a.csv, label: y, columns: { __proto__: category } } }")).toBe(
      'net.yaml:5:62  columns: expected another name than "__proto__"',
    );
    const { columns: read } = await trained(
      "{ train: { csv: a.csv, label: y, columns: { constructor: [b, a] } } }",
      { inputs: 3 },
    );
    expect(read[1].levels).toEqual(["b", "a"]);
  });
});
