import { expect, test } from "vitest";
import { errorLine as lineOf } from "../../tests/support/error-line.ts";
import { parseExample } from "./example.ts";

/** The line that is printed for an example with the given data and loss. */
function errorLine(data: string, loss = "half-squared-error"): string {
  const text = `backstep: 1
network: { inputs: 1, layers: [{ dense: 2${loss === "binary-cross-entropy" ? ", activation: sigmoid" : ""} }] }
loss: ${loss}
optimizer: { name: adam }
data: ${data}
`;
  return lineOf(() => parseExample(text, "net.yaml"));
}

const source = "csv, label, features, …";

test.each<[string, string]>([
  ["{}", "5:7  data: expected a mapping (inputs and targets, or train), found an empty mapping"],
  ["data.csv", '5:7  data: expected a mapping (inputs and targets, or train), found "data.csv"'],
  [
    "{ trian: { csv: a.csv, label: y } }",
    '5:9  unknown key "trian" in data: expected train, test, scale, …   did you mean "train"?',
  ],
  [
    "{ train: a.csv }",
    `5:16  train: expected a mapping (csv, label, …, or jsonl, idx, npy, npz, safetensors), found "a.csv"`,
  ],
  [
    "{ train: { csv: a.csv } }",
    '5:16  missing key "label" in train: expected the name of a column, found none',
  ],
  [
    "{ train: { label: y } }",
    '5:16  missing key "csv" in train: expected the path of a CSV file, found none',
  ],
  ["{ train: { csv: '', label: y } }", '5:23  csv: expected the path of a CSV file, found ""'],
  ['{ train: { csv: "a\\0", label: y } }', '5:23  csv: expected the path of a CSV file, found "a\\u0000"'],
  ["{ train: { csv: a.csv, label: [4] } }", "5:37  label: expected the name of a column, found a list of 1"],
  [
    "{ train: { csv: a.csv, label: y, features: [] } }",
    "5:50  features: expected at least one column name, found an empty list",
  ],
  [
    "{ train: { csv: a.csv, label: y, features: x } }",
    '5:50  features: expected a list of column names, found "x"',
  ],
  [
    "{ train: { csv: a.csv, label: y, features: [x, y] } }",
    '5:54  features: expected columns other than the label, found "y"',
  ],
  [
    "{ train: { csv: a.csv, label: y, features: [x, x] } }",
    '5:54  features: expected each column once, found "x" again',
  ],
  [
    "{ train: { csv: a.csv, label: y, delimiter: ', ' } }",
    '5:51  delimiter: expected one character that separates cells, found ", "',
  ],
  [
    "{ train: { csv: a.csv, label: y }, scale: standrad }",
    '5:49  unknown scale "standrad": expected none, unit, standard   did you mean "standard"?',
  ],
  [
    "{ train: { csv: a.csv, label: y }, test: 0.2 }",
    "5:48  test: expected a mapping (csv, …, jsonl, idx, npy, npz, safetensors, or fraction), found 0.2",
  ],
  [
    "{ train: { csv: a.csv, label: y }, test: {} }",
    "5:48  test: expected a mapping (csv, …, jsonl, idx, npy, npz, safetensors, or fraction), found an empty mapping",
  ],
  [
    "{ train: { csv: a.csv, label: y }, test: { fraction: 1 } }",
    "5:60  fraction: expected a number between 0 and 1, found 1",
  ],
  [
    "{ train: { csv: a.csv, label: y }, test: { fraction: 0 } }",
    "5:60  fraction: expected a number between 0 and 1, found 0",
  ],
  [
    "{ train: { csv: a.csv, label: y }, test: { csv: b.csv, lable: y } }",
    `5:62  unknown key "lable" in test: expected ${source}   did you mean "label"?`,
  ],
  [
    "{ train: { csv: a.csv, label: y }, test: { csv: b.csv, features: [y] } }",
    '5:73  features: expected columns other than the label, found "y"',
  ],
  [
    "{ inputs: [[1]], targets: [[1, 0]], train: { csv: a.csv, label: y } }",
    '5:43  unknown key "train" in data: expected inputs, targets',
  ],
])("data %s", (data, expected) => {
  expect(errorLine(data)).toBe(`net.yaml:${expected}`);
});

test.each<[string, string, string]>([
  [
    "binary-cross-entropy",
    "[1, 1.5]",
    "51  targets: expected a number from 0 to 1 (binary-cross-entropy), found 1.5",
  ],
  [
    "binary-cross-entropy",
    "[-1, 0]",
    "48  targets: expected a number from 0 to 1 (binary-cross-entropy), found -1",
  ],
  [
    "binary-cross-entropy-with-logits",
    "[2, 0]",
    "48  targets: expected a number from 0 to 1 (binary-cross-entropy-with-logits), found 2",
  ],
  [
    "softmax-cross-entropy",
    "[2, -1]",
    "48  targets: expected a number from 0 to 1 (softmax-cross-entropy), found 2",
  ],
  [
    "softmax-cross-entropy",
    "[0.5, 0.4]",
    "47  row 2 of targets: expected numbers that add up to 1 (softmax-cross-entropy), found the sum 0.9",
  ],
])("targets of %s: %s", (loss, row, expected) => {
  const data = `{ inputs: [[1], [2]], targets: [[1, 0], ${row}] }`;
  expect(errorLine(data, loss)).toBe(`net.yaml:5:${expected}`);
});

test("targets of other losses may be any number", () => {
  expect(errorLine("{ inputs: [[1]], targets: [[-5, 99]] }")).toBe("no error");
  expect(errorLine("{ inputs: [[1]], targets: [[0.3333333, 0.6666666]] }", "softmax-cross-entropy")).toBe(
    "no error",
  );
});

test("the binary cross-entropy takes probabilities", () => {
  const text = `backstep: 1
network: { inputs: 1, layers: [{ dense: 1, activation: tanh }] }
loss: binary-cross-entropy
optimizer: { name: adam }
data: { inputs: [[1]], targets: [[1]] }
`;
  expect(() => parseExample(text, "net.yaml")).toThrow(
    /expected sigmoid or softmax as the last activation, found tanh/,
  );
});
