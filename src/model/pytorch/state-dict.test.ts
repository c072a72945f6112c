import { describe, expect, test } from "vitest";
import { errorLine as lineOf } from "../../../tests/support/error-line.ts";
import { everyKind } from "../../nn/every-kind.ts";
import { parametersOf } from "../../nn/parameters.ts";
import type { NetworkSpec } from "../../nn/spec.ts";
import { sizeOf } from "../../tensor/shape.ts";
import { type Tensor, tensor } from "../../tensor/tensor.ts";
import { modulePlaces, sequentialText } from "./places.ts";
import { type FileTensor, fromStateDict, toStateDict } from "./state-dict.ts";

const network: NetworkSpec = {
  inputs: [1, 6, 6],
  layers: [
    { conv2d: 4, kernel: 3, activation: "relu", bias: { shared: 0.5 } },
    { batchNorm: true, shift: false },
    { maxPool2d: 2 },
    { flatten: true },
    { dense: 3, activation: "tanh" },
    { dense: 2, bias: false },
  ],
};

function dictOf(shapes: Readonly<Record<string, readonly number[]>>, value = 0.5): Map<string, FileTensor> {
  const entries = Object.entries(shapes).map(([name, shape]): [string, FileTensor] => {
    const read = (): Tensor => tensor(shape, new Array(sizeOf(shape)).fill(value));
    return [name, { shape, read }];
  });
  return new Map(entries);
}

function refusal(tensors: ReadonlyMap<string, FileTensor>, of: NetworkSpec): string {
  return lineOf(() => fromStateDict(of, tensors, "m"));
}

describe("written", () => {
  const { tensors, mapped } = toStateDict(network, parametersOf(network, 1, everyKind), "f32");

  test("by the names of a Sequential, activations counted", () => {
    expect(mapped.map(({ ours, theirs, shape, layout }) => [ours, theirs, shape.join(), layout])).toEqual([
      ["layers.1.weight", "0.weight", "4,1,3,3", "same"],
      ["layers.1.bias", "0.bias", "4", "repeated"],
      ["layers.2.scale", "2.weight", "4", "same"],
      ["layers.2.shift", "2.bias", "4", "filled"],
      ["layers.2.runningMean", "2.running_mean", "4", "same"],
      ["layers.2.runningVariance", "2.running_var", "4", "same"],
      ["layers.5.weight", "5.weight", "3,16", "same"],
      ["layers.5.bias", "5.bias", "3", "same"],
      ["layers.6.weight", "7.weight", "2,3", "same"],
    ]);
    expect([...tensors.keys()]).toEqual(mapped.map(({ theirs }) => theirs));
  });

  test("what the layer shares is there for each unit, and what it lacks changes nothing", () => {
    expect([...(tensors.get("0.bias")?.values ?? [])]).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect([...(tensors.get("2.bias")?.values ?? [])]).toEqual([0, 0, 0, 0]);
  });

  test("and read again", () => {
    const files = new Map([...tensors].map(([name, one]) => [name, { shape: one.shape, read: () => one }]));
    const { numbers, mapped: again } = fromStateDict(network, files, "m");
    expect(again).toEqual(mapped);
    for (const { path, initial } of parametersOf(network, 1, everyKind)) {
      expect(numbers.get(path)).toEqual({ shape: initial.shape, values: Float32Array.from(initial.values) });
    }
  });

  test("as modules", () => {
    expect(sequentialText(modulePlaces(network))).toBe(
      "Sequential(Conv2d(1, 4, 3), ReLU(), BatchNorm2d(4, eps=0.00001, momentum=0.1), MaxPool2d(2, stride=2), Flatten(), Linear(16, 3), Tanh(), Linear(3, 2, bias=False))",
    );
  });
});

describe("read from a state dict with names of its own", () => {
  const two: NetworkSpec = { inputs: 4, layers: [{ dense: 3, activation: "relu" }, { dense: 2 }] };
  const shapes = { first: [3, 4], second: [2, 3] };
  const namesOf = (tensors: ReadonlyMap<string, FileTensor>, of = two) =>
    fromStateDict(of, tensors, "m").mapped.map(({ ours, theirs }) => `${ours} ${theirs}`);

  test("in the order of the names, numbers by their size", () => {
    const layers = [...Array(11).keys()].map((i) => ({ dense: i + 1, bias: false }) as const);
    const tensors = dictOf(
      Object.fromEntries(layers.map(({ dense }, i) => [`fc${i}.weight`, [dense, i === 0 ? 4 : dense - 1]])),
    );
    expect(namesOf(tensors, { inputs: 4, layers }).at(-1)).toBe("layers.11.weight fc10.weight");
  });

  test("by their shapes where the order of the names is another one", () => {
    const tensors = dictOf({
      "body.weight": shapes.second,
      "body.bias": [2],
      "stem.weight": shapes.first,
      "stem.bias": [3],
    });
    expect(namesOf(tensors)).toEqual([
      "layers.1.weight stem.weight",
      "layers.1.bias stem.bias",
      "layers.2.weight body.weight",
      "layers.2.bias body.bias",
    ]);
  });

  test("without what PyTorch counts", () => {
    const norm: NetworkSpec = { inputs: 2, layers: [{ batchNorm: true }] };
    const names = ["weight", "bias", "running_mean", "running_var"];
    const tensors = dictOf({
      ...Object.fromEntries(names.map((name) => [`bn.${name}`, [2]])),
      "bn.num_batches_tracked": [],
    });
    expect(namesOf(tensors, norm).length).toBe(4);
  });

  test.each<[string, Record<string, number[]>, string]>([
    [
      "transposed",
      { "0.weight": [4, 3], "0.bias": [3], "2.weight": [2, 3], "2.bias": [2] },
      'm  layer 1 (dense): expected "0.weight" of the shape [3, 4], found [4, 3]   is it transposed? PyTorch has outputs × inputs',
    ],
    [
      "a layer too few",
      { "0.weight": [3, 4], "0.bias": [3] },
      'm  expected the tensors of 2 layers, found 1: "0"',
    ],
    [
      "without a bias",
      { "0.weight": [3, 4], "2.weight": [2, 3], "2.bias": [2] },
      'm  layer 1 (dense): expected a tensor "0.bias", found none',
    ],
    [
      "of other layers",
      { "0.weight": [3, 4], "0.bias": [3], "rnn.weight_ih_l0": [2, 3] },
      'm  "rnn.weight_ih_l0": expected the tensors of this network, names that end in weight, bias',
    ],
  ])("refuses what is %s", (_, found, message) => {
    expect(refusal(dictOf(found), two)).toBe(message);
  });

  test("refuses numbers of a bias that the layer shares, where they differ", () => {
    const shared: NetworkSpec = { inputs: 1, layers: [{ dense: 2, bias: { shared: 0 } }] };
    const weight = dictOf({ "0.weight": [2, 1] });
    const bias = { shape: [2], read: () => tensor([2], [1, 2]) };
    expect(refusal(new Map([...weight, ["0.bias", bias]]), shared)).toBe(
      'm  "0.bias": expected one number, which the layer shares, found others',
    );
  });
});
