import { describe, expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import { writeSafetensors } from "../formats/write-safetensors.ts";
import { tensor } from "../tensor/tensor.ts";
import { modelFromSafetensors } from "./model-file.ts";
import { modelFromJson } from "./model-json.ts";

const plain = {
  backstep: 1,
  dtype: "f32",
  network: { inputs: 2, layers: [{ dense: 1 }] },
  loss: "squared-error",
};
const tensors = {
  "0.weight": { shape: [1, 2], values: Float32Array.of(1, 2) },
  "0.bias": { shape: [1], values: Float32Array.of(3) },
};

function fileOf(description: unknown, numbers: object = tensors): Uint8Array {
  const text = typeof description === "string" ? description : JSON.stringify(description);
  return writeSafetensors(new Map(Object.entries(numbers)), new Map([["backstep", text]]));
}

test("a model is read", () => {
  const { parameters, dtype } = modelFromSafetensors(fileOf(plain), "m");
  expect(dtype).toBe("f32");
  expect(parameters.map(({ path, initial }) => [path, [...initial.values]])).toEqual([
    ["layers.1.weight", [1, 2]],
    ["layers.1.bias", [3]],
  ]);
});

describe("refuses", () => {
  test.each<[string, unknown, RegExp]>([
    ["no JSON", "{", /^m, description:1:\d+ {2}not valid YAML/],
    ["another version", { ...plain, backstep: 2 }, /expected 1 \(the version of this format\), found 2/],
    ["no network", { backstep: 1, dtype: "f32", loss: "squared-error" }, /missing key "network"/],
    ["an unknown key", { ...plain, weights: "http://example.org" }, /unknown key "weights"/],
    [
      "a key of the prototype",
      JSON.stringify(plain).replace("{", '{"__proto__":{"x":1},'),
      /unknown key "__proto__"/,
    ],
    [
      "layers that do not fit",
      { ...plain, network: { inputs: 2, layers: [{ conv2d: 1, kernel: 3 }] } },
      /layer 1 \(conv2d\): expected channels × height × width, found \[2\]/,
    ],
    [
      "a network of more numbers than there is memory",
      { ...plain, network: { inputs: 1000000, layers: [{ dense: 1000000 }, { dense: 1 }] } },
      /at most 100000000 weights and biases/,
    ],
    [
      "numbers without end between layers",
      {
        ...plain,
        network: {
          inputs: [1000000, 1000000],
          layers: [{ flatten: true }, { reshape: [1000000, 1000000] }, { globalMaxPool: true }],
        },
      },
      /at most 100000000 numbers for a sample, found 1000000000000/,
    ],
    [
      "scales without end",
      { ...plain, network: { inputs: [1000000, 1000000, 1000000], layers: [{ layerNorm: "all" }] } },
      /at most 100000000 weights and biases/,
    ],
    [
      "time without end",
      { ...plain, network: { inputs: [1000000, 1], layers: [{ lstm: 1 }] } },
      /at most 10000 steps in time, found 1000000/,
    ],
    [
      "deep nesting",
      `{"backstep":1,"network":${"[".repeat(1000)}${"]".repeat(1000)}}`,
      /at most 64 levels of nesting/,
    ],
  ])("a description with %s", (_, description, message) => {
    expect(errorLine(() => modelFromSafetensors(fileOf(description), "m"))).toMatch(message);
  });

  test.each<[string, object, RegExp]>([
    ["missing", {}, /expected the tensors of 1 layers, found 0/],
    [
      "of another shape",
      { ...tensors, "0.weight": { shape: [2, 2], values: new Float32Array(4) } },
      /layer 1 \(dense\): expected "0.weight" of the shape \[1, 2\], found \[2, 2\]/,
    ],
    [
      "not finite",
      { ...tensors, "0.bias": { shape: [1], values: Float32Array.of(Number.NaN) } },
      /layers.1.bias: expected finite numbers/,
    ],
    [
      "too many",
      { ...tensors, "1.weight": tensors["0.weight"] },
      /expected the tensors of 1 layers, found 2/,
    ],
  ])("tensors that are %s", (_, numbers, message) => {
    expect(errorLine(() => modelFromSafetensors(fileOf(plain, numbers), "m"))).toMatch(message);
  });

  test("positions without end", () => {
    const network = { inputs: [10000, 9000], layers: [{ positions: "sinusoidal" }, { flatten: true }] };
    expect(errorLine(() => modelFromSafetensors(fileOf({ ...plain, network }, {}), "m"))).toMatch(
      /layers.1.position: expected at most 4000000 numbers, found 90000000$/,
    );
  });

  test("tensors without a description", () => {
    const bytes = writeSafetensors(new Map([["a", tensor([1], [1])]]));
    expect(errorLine(() => modelFromSafetensors(bytes, "m"))).toMatch(
      /^m {2}expected a model .* --weights reads them$/,
    );
  });

  test.each<[string, string, RegExp]>([
    ["no JSON", "{", /^m {2}expected JSON: /],
    ["a list", "[]", /^m {2}expected a model, found no object$/],
    ["no parameters", JSON.stringify(plain), /expected parameters, found none/],
    [
      "a parameter missing",
      JSON.stringify({ ...plain, parameters: { "layers.1.weight": [[1, 2]] } }),
      /layers.1.bias: expected numbers, found none/,
    ],
    [
      "a ragged one",
      JSON.stringify({ ...plain, parameters: { "layers.1.weight": [[1, 2, 3]], "layers.1.bias": [0] } }),
      /layers.1.weight: expected numbers of the shape \[1, 2\], found others/,
    ],
    [
      "words",
      JSON.stringify({ ...plain, parameters: { "layers.1.weight": [[1, "2"]], "layers.1.bias": [0] } }),
      /layers.1.weight: expected numbers of the shape \[1, 2\], found others/,
    ],
    [
      "more than the network has",
      JSON.stringify({
        ...plain,
        parameters: { "layers.1.weight": [[1, 2]], "layers.1.bias": [0], "layers.2.bias": [0] },
      }),
      /expected the parameters of the network, found "layers.2.bias" as well/,
    ],
    [
      "a depth that no stack holds",
      `{"backstep":1,"title":${"[".repeat(200000)}${"]".repeat(200000)},"parameters":{}}`,
      /expected a description of a few levels|levels of nesting/,
    ],
  ])("JSON with %s", (_, text, message) => {
    expect(errorLine(() => modelFromJson(text, "m"))).toMatch(message);
  });
});
