import { expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import { prepareData } from "../data/prepare.ts";
import { frameFromArrays } from "./array-frame.ts";
import type { ArraySource, ExampleFiles } from "./example.ts";
import { parseExample } from "./example.ts";
import { type Idx, parseIdx } from "./idx.ts";
import { rawDataOf } from "./raw-data.ts";

test("the header says the kind of the numbers and the shape; the most significant byte is first", () => {
  const bytes = parseIdx(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255), "a");
  expect(bytes).toEqual({ shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 255) });
  const signed = parseIdx(Uint8Array.of(0, 0, 9, 1, 0, 0, 0, 2, 255, 127), "a");
  expect([...signed.values]).toEqual([-1, 127]);
  const short = parseIdx(Uint8Array.of(0, 0, 11, 1, 0, 0, 0, 2, 255, 254, 1, 0), "a");
  expect([...short.values]).toEqual([-2, 256]);
  const float = parseIdx(Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 1, 0xc0, 0x20, 0, 0), "a");
  expect([...float.values]).toEqual([-2.5]);
});

test.each([
  [[1, 2, 3], "a  expected an IDX file, which begins with 0, 0 and the kind of its numbers"],
  [[0, 0, 10, 1, 0, 0, 0, 0], "a  expected an IDX file, which begins with 0, 0 and the kind of its numbers"],
  [[0, 0, 8, 2, 0, 0, 0, 1], "a  expected the extents of 2 axes, found the end of the file"],
  [[0, 0, 8, 1, 0, 0, 0, 3, 7], "a  expected 11 bytes for [3] numbers, found 9"],
  [[0, 0, 8, 1, 255, 255, 255, 255, 7], "a  expected 4294967303 bytes for [4294967295] numbers, found 9"],
  [
    [0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0],
    "a  expected fewer numbers than those of [4294967295, 4294967295, 0]",
  ],
])("bytes that are no such file: %j", (bytes, message) => {
  expect(errorLine(() => parseIdx(Uint8Array.from(bytes), "a"))).toBe(message);
});

test("images and labels become samples, a row of inputs and a class each", () => {
  const example = parseExample(
    `backstep: 1
network: { inputs: 4, layers: [{ dense: 2 }] }
loss: softmax-cross-entropy
optimizer: { name: adam }
data: { train: { idx: { images: a, labels: b } } }
`,
    "net.yaml",
  );
  const { data, model } = example;
  const source = (data as ExampleFiles).train as ArraySource;
  const images: Idx = { shape: [3, 2, 2], values: Float32Array.from({ length: 12 }, (_, i) => i) };
  const labels: Idx = { shape: [3], values: Float32Array.of(7, 3, 7) };
  const { train: samples } = prepareData(
    rawDataOf(example, frameFromArrays({ inputs: images, targets: labels }, source, model)),
    0,
  );
  expect(samples.inputs).toEqual({ shape: [3, 4], values: Float64Array.from(images.values) });
  expect([...samples.targets.values]).toEqual([0, 1, 1, 0, 0, 1]);
  expect(samples.classes).toEqual(["3", "7"]);
  const short: Idx = { shape: [2], values: Float32Array.of(1, 2) };
  expect(errorLine(() => frameFromArrays({ inputs: images, targets: short }, source, model))).toBe(
    "net.yaml:5:44  labels: expected 3 labels (one for each image), found 2",
  );
  const wide: Idx = { shape: [3, 5], values: new Float32Array(15) };
  expect(errorLine(() => frameFromArrays({ inputs: wide, targets: labels }, source, model))).toBe(
    "net.yaml:5:33  images: expected 4 inputs, found 5 numbers for each image",
  );
});
