import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { BiasSpec } from "../nn/spec.ts";
import type { InputError } from "../tensor/error.ts";
import { parseExample } from "./example.ts";

function shipped(name: string): string {
  return readFileSync(new URL(`../../examples/${name}`, import.meta.url), "utf8");
}

const minimal = `backstep: 1
network: { inputs: 1, layers: [{ dense: 1 }] }
loss: half-squared-error
optimizer: { name: sgd, learningRate: 0.1 }
data: { inputs: [[1], [2]], targets: [[3], [4]] }
`;

test("reads the article's example", () => {
  const { title, model, optimizer, data, training } = parseExample(shipped("by-example.yaml"), "a.yaml");
  expect(title).toEqual({ en: "Backpropagation by example", "zh-Hant": "實例講解反向傳播" });
  expect(model).toEqual({
    network: {
      inputs: 2,
      layers: [
        {
          dense: 2,
          activation: "sigmoid",
          weights: [
            [0.15, 0.2],
            [0.25, 0.3],
          ],
          bias: { shared: 0.35, trainable: false },
        },
        {
          dense: 2,
          activation: "sigmoid",
          weights: [
            [0.4, 0.45],
            [0.5, 0.55],
          ],
          bias: { shared: 0.6, trainable: false },
        },
      ],
    },
    loss: "half-squared-error",
  });
  expect(optimizer).toEqual({ name: "sgd", learningRate: 0.5 });
  expect(data).toEqual({
    inline: {
      inputs: { shape: [1, 2], values: Float64Array.of(0.05, 0.1) },
      targets: { shape: [1, 2], values: Float64Array.of(0.01, 0.99) },
    },
  });
  expect(training).toEqual({ epochs: 10000, batchSize: 1, seed: 0, shuffle: false, metrics: [] });
});

test("reads an example with data files, and where it names their columns", () => {
  const text = `${minimal.replace(/data:.*\n/, "")}data:
  train: { csv: train.csv, label: y, features: [a, b], delimiter: ";" }
  test: { csv: test.csv, features: [a, c] }
training: { batchSize: 8 }
`;
  const { data, training } = parseExample(text, "net.yaml");
  const at = (line: number, column: number) => ({ file: "net.yaml", line, column });
  const unsaid = { kinds: new Map(), levels: new Map(), dateParts: new Map() };
  expect(data).toEqual({
    train: {
      format: "csv",
      path: "train.csv",
      columns: unsaid,
      label: "y",
      features: ["a", "b"],
      delimiter: ";",
      place: at(6, 17),
      labelPlace: at(6, 35),
      featurePlaces: [at(6, 49), at(6, 52)],
    },
    test: {
      format: "csv",
      path: "test.csv",
      columns: unsaid,
      label: "y",
      features: ["a", "c"],
      delimiter: ";",
      place: at(7, 16),
      labelPlace: at(6, 35),
      featurePlaces: [at(7, 37), at(7, 40)],
    },
    encoding: { scale: "none", scaleLabel: "none", fill: "mean", unseen: "zeros" },
  });
  expect(training).toEqual({ epochs: 100, batchSize: 8, seed: 0, shuffle: true, metrics: [] });
});

test("reads the other examples that are shipped", () => {
  const iris = parseExample(shipped("iris.yaml"), "iris.yaml");
  expect(iris.data).toMatchObject({ test: { fraction: 0.2 }, encoding: { scale: "standard" } });
  expect(iris.training).toEqual({
    epochs: 100,
    batchSize: 16,
    seed: 7,
    shuffle: true,
    metrics: ["accuracy"],
  });
  const xor = parseExample(shipped("xor.yaml"), "xor.yaml");
  expect(xor.data).toMatchObject({ inline: { targets: { values: Float64Array.of(0, 1, 1, 0) } } });
});

test("fills in defaults", () => {
  const { training, model } = parseExample(minimal, "net.yaml");
  expect(training).toEqual({ epochs: 100, batchSize: 2, seed: 0, shuffle: false, metrics: [] });
  expect(model).toEqual({ network: { inputs: 1, layers: [{ dense: 1 }] }, loss: "half-squared-error" });
});

test("JSON says the same as YAML", () => {
  const json = JSON.stringify(
    {
      backstep: 1,
      network: { inputs: 1, layers: [{ dense: 1 }] },
      loss: "half-squared-error",
      optimizer: { name: "sgd", learningRate: 0.1 },
      data: { inputs: [[1], [2]], targets: [[3], [4]] },
    },
    null,
    "\t",
  );
  expect(parseExample(json, "net.json")).toEqual(parseExample(minimal, "net.yaml"));
});

test("line ends, a byte order mark, comments and document marks make no difference", () => {
  const plain = parseExample(minimal, "net.yaml");
  for (const text of [
    minimal.replaceAll("\n", "\r\n"),
    `\uFEFF${minimal}`,
    `# a comment\n\n${minimal}# another`,
    `---\n${minimal}...\n`,
  ]) {
    expect(parseExample(text, "net.yaml")).toEqual(plain);
  }
  const places = [`\uFEFF${minimal}`, minimal.replaceAll("\n", "\r\n")].map((text) =>
    placeOf(text.replace("loss: half", "loss: hlf")),
  );
  expect(places).toEqual([
    { file: "net.yaml", line: 3, column: 7 },
    { file: "net.yaml", line: 3, column: 7 },
  ]);
});

function placeOf(text: string): unknown {
  try {
    return parseExample(text, "net.yaml");
  } catch (error) {
    return (error as InputError).place;
  }
}

test.each<[string, number]>([
  ["1.10", 1.1],
  ["0.50", 0.5],
  ["1e-3", 0.001],
  [".5", 0.5],
  ["-.5", -0.5],
  ["+2", 2],
  ["7.", 7],
  ["1E+2", 100],
  ["-0", -0],
])("%s is the number %d", (text, value) => {
  const { data } = parseExample(minimal.replace("[[1]", `[[${text}]`), "net.yaml");
  expect(data).toMatchObject({ inline: { inputs: { values: Float64Array.of(value, 2) } } });
});

test.each<[string, BiasSpec]>([
  ["0.35", 0.35],
  ["[0.35]", [0.35]],
  ["false", false],
  ["{ shared: 1 }", { shared: 1 }],
  ["{ shared: 1, trainable: false }", { shared: 1, trainable: false }],
  ["{ values: 2 }", { values: 2 }],
  ["{ values: [3], trainable: true }", { values: [3], trainable: true }],
  ["{ trainable: false }", { trainable: false }],
])("reads the bias %s", (text, bias) => {
  const { model } = parseExample(minimal.replace("dense: 1", `dense: 1, bias: ${text}`), "net.yaml");
  expect(model.network.layers[0]).toMatchObject({ bias });
});

test("an alias stands for what its anchor marks", () => {
  const text = minimal.replace("dense: 1", "dense: 1, weights: &w [[5]], bias: &b { shared: 1 }");
  const twoLayers = text.replace(" }] }\nloss", " }, { dense: 1, weights: *w, bias: *b }] }\nloss");
  const [first, second] = parseExample(twoLayers, "net.yaml").model.network.layers;
  expect(second).toEqual(first);
});

test("reads what is said of columns", () => {
  const text = `${minimal.replace(/data:.*\n/, "")}data:
  train:
    jsonl: a.jsonl
    label: 2
    features: [2019, zip]
    missing: ["-", 99]
    columns: { zip: category, city: [Bern, 8], when: { date: [month, time] } }
  fill: median
  unseen: error
`;
  const { data } = parseExample(text, "net.yaml");
  expect(data).toMatchObject({
    train: {
      format: "jsonl",
      path: "a.jsonl",
      label: "2",
      features: ["2019", "zip"],
      missing: ["-", "99"],
      columns: {
        kinds: new Map([
          ["zip", "category"],
          ["city", "category"],
          ["when", "date"],
        ]),
        levels: new Map([["city", ["Bern", "8"]]]),
        dateParts: new Map([["when", ["month", "time"]]]),
      },
    },
    encoding: { scale: "none", fill: "median", unseen: "error" },
  });
});
