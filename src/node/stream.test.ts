import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type BlockedSamples,
  formatInputError,
  InputError,
  type PreparedData,
  prepareData,
  type SampleSet,
} from "../index.ts";
import { openExample, withData } from "./load.ts";
import { type StreamedData, streamData } from "./stream.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstep-stream-"));
});

afterAll(() => rm(folder, { recursive: true }));

const ROWS = 3000;
const cities = ["Zug", "Bern", "Genf"];
const csv = [
  "x,city,when,y",
  ...Array.from({ length: ROWS }, (_, n) => {
    const x = n % 100 === 3 ? "NA" : ((n * 7919) % 1000) / 10;
    return `${x},${n % 50 === 7 ? "" : cities[n % 3]},2026-0${(n % 9) + 1}-1${n % 10},${(n * 31) % 97}`;
  }),
  "",
].join("\n");

interface Setting {
  readonly train?: string;
  readonly rest?: string;
  readonly network?: string;
  readonly loss?: string;
  readonly validation?: number;
  readonly content?: string | Uint8Array;
}

async function example(setting: Setting = {}) {
  const { train = "csv: a.csv, label: y", rest = "scale: standard", loss = "mean-squared-error" } = setting;
  const { network = "{ inputs: 5, layers: [{ dense: 1 }] }", validation = 0.25, content = csv } = setting;
  const aside = validation === 0 ? "" : `, validation: { fraction: ${validation} }`;
  const path = join(folder, "net.yaml");
  await writeFile(join(folder, "a.csv"), content);
  await writeFile(
    path,
    `backstep: 1
network: ${network}
loss: ${loss}
optimizer: { name: adam }
data: { train: { ${train} }, ${rest} }
training: { batchSize: 10${aside} }
`,
  );
  return { path, example: await openExample(path) };
}

async function streamed(setting: Setting = {}): Promise<StreamedData> {
  const { path, example: read } = await example(setting);
  const made = await streamData(read, path, { seed: 5, batchSize: 10, fromMib: 0 });
  if (!made) throw new Error("expected data that are streamed");
  return made;
}

const rowsIn = (set: SampleSet | undefined): number[][] => {
  const { count, blockSize, read } = set as BlockedSamples;
  return Array.from({ length: Math.ceil(count / blockSize) }, (_, block) => {
    const { inputs, targets } = read(block);
    const width = inputs.shape[1];
    return Array.from(targets.values, (y, row) => [
      ...inputs.values.subarray(row * width, (row + 1) * width),
      y,
    ]);
  }).flat();
};

function rowsOf({ blocks }: PreparedData, part: "train" | "test"): BlockedSamples {
  return blocks?.[part] as BlockedSamples;
}

async function errorLine(setting: Setting): Promise<string> {
  try {
    (await streamed(setting)).close();
  } catch (error) {
    if (error instanceof InputError) return formatInputError(error).replaceAll(folder, "FOLDER");
    throw error;
  }
  return "no error";
}

/** What is made of the same file in memory. */
async function inMemory(setting: Setting): Promise<PreparedData> {
  const { path, example: read } = await example(setting);
  const { example: _, ...raw } = await withData(read, path);
  return prepareData(raw, 5);
}

test("rows in blocks are those that are read at once", async () => {
  const { data, close } = await streamed({ validation: 0 });
  const { inputs, targets } = (await inMemory({ validation: 0 })).train;
  const rows = rowsIn(data.blocks?.train);
  expect(rows.map((row) => row[row.length - 1])).toEqual([...targets.values]);
  for (const [n, row] of rows.entries()) {
    for (const [i, value] of row.slice(0, -1).entries()) {
      expect(value).toBeCloseTo(inputs.values[n * inputs.shape[1] + i], 9);
    }
  }
  close();
});

test("packed by gzip they are the same", async () => {
  const plain = await streamed();
  const packed = await streamed({ content: gzipSync(csv) });
  expect(rowsIn(packed.data.blocks?.train)).toEqual(rowsIn(plain.data.blocks?.train));
  expect(packed.data.encoding).toEqual(plain.data.encoding);
  plain.close();
  packed.close();
});

test("each row is drawn for a part by itself, with the seed, and the encoding fitted on the training part", async () => {
  const rest = "scale: unit, test: { fraction: 0.2 }";
  const { data, close } = await streamed({ rest });
  const { train, validation, test: tested } = data.blocks ?? {};
  const counts = [train, validation, tested].map((set) => (set as BlockedSamples).count);
  expect(counts[0] + counts[1] + counts[2]).toBe(ROWS);
  expect(counts[2] / ROWS).toBeCloseTo(0.2, 1);
  expect(counts[1] / (counts[0] + counts[1])).toBeCloseTo(0.25, 1);
  const least = (column: number) => Math.min(...rowsIn(train).map((row) => row[column]));
  expect([least(0), least(4)]).toEqual([0, 0]);
  expect(data.columns.map(({ name, kind, width }) => [name, kind, width])).toEqual([
    ["x", "number", 1],
    ["city", "category", 3],
    ["when", "date", 1],
    ["y", "number", 1],
  ]);
  const again = await streamed({ rest });
  expect(rowsIn(again.data.blocks?.test)).toEqual(rowsIn(tested));
  close();
  again.close();
});

test("labels may be classes, and a test a file of its own", async () => {
  await writeFile(join(folder, "b.csv"), "city,x,when,y\nBern,1.0,2026-01-01,3\nUri,2,2026-01-02,1.0\n");
  const { data, close } = await streamed({
    content: csv.replaceAll(/,(\d+)$/gm, (_, y) => `,${(Number(y) % 3) + 1}${Number(y) % 2 ? "" : ".0"}`),
    network: "{ inputs: 5, layers: [{ dense: 3 }] }",
    loss: "softmax-cross-entropy",
    rest: "test: { csv: b.csv }",
  });
  expect(data.train.classes).toEqual(["1", "2", "3"]);
  const { targets, inputs } = rowsOf(data, "test").read(0);
  expect([...targets.values]).toEqual([0, 0, 1, 1, 0, 0]);
  expect([...inputs.values.subarray(6, 9)]).toEqual([0, 0, 0]);
  close();
});

test("temporary files are gone when it is over, and have no names before", async () => {
  const before = process.env.TMPDIR;
  const own = await mkdtemp(join(folder, "tmp-"));
  process.env.TMPDIR = own;
  try {
    const { close } = await streamed();
    if (process.platform !== "win32") expect(await readdir(own)).toEqual([]);
    close();
    expect(await readdir(own)).toEqual([]);
    expect(await errorLine({ content: `${csv}x\n` })).toMatch(/expected 4 cells/);
    expect(await readdir(own)).toEqual([]);
    process.env.TMPDIR = join(own, "nowhere");
    expect(await errorLine({})).toMatch(
      /^expected room for a temporary file in .*nowhere, found ENOENT {3}TMPDIR says/,
    );
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});

test.each<[string, Setting, string]>([
  [
    "a word among numbers, behind the first rows",
    { content: `${csv.repeat(1)}${"1,Bern,2026-01-01,2\n".repeat(70_000)}abc,Bern,2026-01-01,2\n` },
    'FOLDER/a.csv:73002:1  x: expected a number, found "abc"   if these are words: columns: { x: category }; if it has no value: missing: […]',
  ],
  [
    "a level for each row",
    {
      content: `x,city,when,y\n${Array.from({ length: 200_000 }, (_, n) => `1,c${n},2026-01-01,2\n`).join("")}`,
    },
    "city: expected at most 1,000 levels, an input each, found more   leave the column out (features), or give it as a number (columns)",
  ],
  [
    "a label for each row",
    {
      network: "{ inputs: 5, layers: [{ dense: 3 }] }",
      loss: "softmax-cross-entropy",
      content: `x,city,when,y\n${Array.from({ length: 200_000 }, (_, n) => `1,a,2026-01-01,c${n}\n`).join("")}`,
    },
    'FOLDER/net.yaml:5:37  label "y": expected 3 classes (the network has 3 outputs), found',
  ],
  [
    "a median of what is not in memory",
    { rest: "fill: median" },
    "FOLDER/net.yaml:5:23  fill: expected mean for a file that does not fit in memory, found median",
  ],
  [
    "no label in a row",
    { content: `${csv}1,Bern,2026-01-01,\n` },
    "FOLDER/a.csv:3002:19  y: expected a number, found nothing",
  ],
  [
    "another number of inputs",
    { network: "{ inputs: 4, layers: [{ dense: 1 }] }" },
    "FOLDER/net.yaml:5:23  features: expected 4 inputs (of the network), found 1 number + city (3 levels) + when (time) = 5",
  ],
  [
    "an unclosed quote",
    { content: `${csv}1,"Bern,2026-01-01,2\n${"x\n".repeat(9_000_000)}` },
    "FOLDER/a.csv:3002  expected a row that ends, found none",
  ],
  [
    "a line that does not end",
    { content: Buffer.alloc(20_000_000, 97) },
    "FOLDER/a.csv:1  expected a row that ends, found none",
  ],
  [
    "nothing but NUL",
    { content: gzipSync(Buffer.alloc(100_000_000)) },
    "FOLDER/a.csv:1  expected a row that ends, found none",
  ],
  [
    "UTF-16",
    { content: Buffer.from(`\ufeff${csv}`, "utf16le") },
    "FOLDER/a.csv  expected text in UTF-8, found UTF-16   save it as UTF-8",
  ],
  [
    "other bytes",
    { content: Buffer.concat([Buffer.from(csv), Buffer.of(0xe9, 0x20)]) },
    "FOLDER/a.csv  expected text in UTF-8, found other bytes   save it as UTF-8",
  ],
  [
    "a broken gzip file",
    { content: gzipSync(csv).subarray(0, 2000) },
    "FOLDER/a.csv  expected a whole gzip file, found a broken one",
  ],
])("refuses %s", async (_, setting, message) => {
  const line = await errorLine(setting);
  expect(line.startsWith(message), line).toBe(true);
  expect(line.length).toBeLessThan(500);
});
