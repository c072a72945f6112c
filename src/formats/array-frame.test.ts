import { expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import { columnOf } from "../data/frame.ts";
import { type Tensor, tensor } from "../tensor/tensor.ts";
import { frameFromArrays } from "./array-frame.ts";
import { type ArraySource, type ExampleFiles, parseExample } from "./example.ts";

function read(inputs: Tensor, targets: Tensor, { outputs = 2, loss = "mean-squared-error" } = {}) {
  const { data, model } = parseExample(
    `backstep: 1
network: { inputs: [2, 2], layers: [flatten: true, { dense: ${outputs} }] }
loss: ${loss}
optimizer: { name: adam }
data: { train: { npz: a.npz, inputs: x, targets: y } }
`.replace("flatten: true", "{ flatten: true }"),
    "net.yaml",
  );
  return frameFromArrays({ inputs, targets }, (data as ExampleFiles).train as ArraySource, model);
}

const three = tensor(
  [3, 2, 2],
  Array.from({ length: 12 }, (_, i) => i),
);
const rows = (width: number, ...values: number[]) => tensor([values.length / width, width], values);

test("inputs are a column of several numbers, targets one of as many as the network puts out", () => {
  const { frame, label } = read(three, rows(2, 1, 2, 3, 4, 5, 6));
  expect(columnOf(frame, "inputs", "number")).toMatchObject({ width: 4, values: three.values });
  expect(columnOf(frame, "targets", "number")).toMatchObject({ width: 2 });
  expect(label).toEqual({ kind: "number", name: "targets", scale: "none" });
});

test("labels may be classes", () => {
  const softmax = { loss: "softmax-cross-entropy" };
  for (const labels of [tensor([3], [7, 3, 7]), tensor([3, 1], [7, 3, 7])]) {
    const { codes, levels } = columnOf(read(three, labels, softmax).frame, "targets", "category");
    expect([[...codes], levels]).toEqual([
      [1, 0, 1],
      ["3", "7"],
    ]);
  }
});

test.each<[string, () => unknown, string]>([
  [
    "another width",
    () => read(tensor([1, 3], [1, 2, 3]), tensor([1], [1])),
    "net.yaml:5:38  inputs: expected 4 inputs, found 3 numbers for each sample",
  ],
  [
    "fewer targets",
    () => read(three, rows(2, 1, 2)),
    "net.yaml:5:50  targets: expected 3 labels (one for each sample), found 1 × 2",
  ],
  [
    "a single number",
    () => read(three, tensor([], [1])),
    "net.yaml:5:50  targets: expected 3 labels (one for each sample), found one number",
  ],
  [
    "targets of another width",
    () => read(three, rows(3, 1, 2, 3, 4, 5, 6, 7, 8, 9)),
    "net.yaml:5:50  targets: expected 2 numbers for each sample (2 outputs), found 3",
  ],
  [
    "infinite inputs",
    () => read(tensor([1, 4], [1, 2, Number.POSITIVE_INFINITY, 3]), rows(2, 1, 2)),
    "net.yaml:5:38  inputs: expected finite numbers, found Infinity",
  ],
  [
    "targets that are no numbers",
    () => read(three, rows(2, 1, 2, 3, Number.NaN, 5, 6)),
    "net.yaml:5:50  targets: expected a finite number (mean-squared-error), found NaN for sample 2",
  ],
  [
    "targets that are no probabilities",
    () => read(three, rows(2, 0, 1, 2, 0, 0, 0), { loss: "binary-cross-entropy-with-logits" }),
    "net.yaml:5:50  targets: expected a number from 0 to 1 (binary-cross-entropy-with-logits), found 2 for sample 2",
  ],
])("refuses %s", (_, run, message) => {
  expect(errorLine(run)).toBe(message);
});
