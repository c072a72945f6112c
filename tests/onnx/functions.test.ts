import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { wasmBackend } from "../../src/backends/wasm/wasm.ts";
import { importOnnx } from "../../src/formats/onnx/import/import.ts";
import type { DType } from "../../src/tensor/tensor.ts";
import { expectAllClose } from "../support/numbers.ts";
import { type FileNode, onnxFile, port } from "../support/onnx-file.ts";

const wasm = wasmBackend();

/** What an operation makes of numbers, on both backends, which must agree. */
function applied(
  op: string,
  dtype: DType,
  inputs: readonly ArrayLike<number>[],
  attributes: FileNode["attributes"] = {},
): number[] {
  const names = inputs.map((_, i) => `x${i}`);
  const shape = [inputs[0].length];
  const file = onnxFile({
    nodes: [{ op, inputs: names, attributes }],
    inputs: names.map((name) => port(name, shape)),
    outputs: [port("y", shape)],
  });
  const imported = importOnnx(file, { dtype });
  const results = [referenceBackend, wasm].map((backend) => {
    const outputs = imported.outputs.map(({ node }) => node);
    const executable = backend.compile({ graph: imported.graph, outputs, updates: [] });
    for (const [node, values] of imported.initial) executable.write(node, values);
    for (const [i, { node }] of imported.inputs.entries()) executable.write(node, inputs[i]);
    executable.evaluate();
    return Array.from(executable.read(outputs[0]));
  });
  expectAllClose(
    results[1],
    results[0],
    { relative: dtype === "f32" ? 1e-5 : 1e-13, absolute: 1e-12 },
    `${op} on wasm`,
  );
  return results[0];
}

/** Numbers of all sizes, halves among them, as many as are wanted. */
const numbers = (dtype: DType) =>
  fc
    .array(
      fc.oneof(
        fc.integer({ min: -40, max: 40 }).map((n) => n / 2),
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: -1e300, max: 1e300, noNaN: true }).map((x) => (dtype === "f32" ? x / 1e263 : x)),
        fc.constantFrom(2 ** 23 + 0.5, 2 ** 52 + 1, 2 ** 53 - 1, 0),
      ),
      { minLength: 1, maxLength: 20 },
    )
    .map((values) => (dtype === "f32" ? values.map(Math.fround) : values));

/** Of two numbers as near the even one. */
function rounded(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

const whole: Readonly<Record<string, (x: number) => number>> = {
  Floor: Math.floor,
  Ceil: Math.ceil,
  Round: rounded,
  Sign: Math.sign,
  Abs: Math.abs,
};

describe.each(["f64", "f32"] as const)("functions that round are exact in %s", (dtype) => {
  test.each(Object.entries(whole))("%s", (op, expected) => {
    const property = fc.property(numbers(dtype), (values) => {
      // there is no difference between 0 and −0 here
      expect(applied(op, dtype, [values]).map((y) => y + 0)).toEqual(values.map((x) => expected(x) + 0));
    });
    fc.assert(property, { numRuns: 40, seed: 11 });
  });
});

test("modulo has the sign of the second number, or with fmod that of the first", () => {
  const property = fc.property(
    fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 30 }), fc.boolean()), {
      minLength: 1,
      maxLength: 20,
    }),
    (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y, isNegative]) => (isNegative ? -y : y))];
      expect(applied("Mod", "f64", [a, b]).map((y) => y + 0)).toEqual(
        a.map((x, i) => x - b[i] * Math.floor(x / b[i]) + 0),
      );
      expect(applied("Mod", "f64", [a, b], { fmod: 1 }).map((y) => y + 0)).toEqual(
        a.map((x, i) => (x % b[i]) + 0),
      );
    },
  );
  fc.assert(property, { numRuns: 30, seed: 12 });
});

const angles: Readonly<Record<string, readonly [low: number, high: number, fn: (x: number) => number]>> = {
  Sin: [-50, 50, Math.sin],
  Tan: [-1.5, 1.5, Math.tan],
  Asin: [-1, 1, Math.asin],
  Acos: [-1, 1, Math.acos],
  Atan: [-1e6, 1e6, Math.atan],
  Sinh: [-20, 20, Math.sinh],
  Cosh: [-20, 20, Math.cosh],
  Asinh: [-1e6, 1e6, Math.asinh],
  Acosh: [1, 1e6, Math.acosh],
  Atanh: [-0.999, 0.999, Math.atanh],
};

test.each(Object.entries(angles))("%s", (op, [low, high, fn]) => {
  const values = Array.from({ length: 201 }, (_, i) => low + ((high - low) * i) / 200);
  expectAllClose(applied(op, "f64", [values]), values.map(fn), { relative: 1e-12, absolute: 1e-14 }, op);
});

test("what is not chosen does not matter, whatever it is", () => {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const file = onnxFile({
    nodes: [{ op: "Where", inputs: ["c", "a", "b"] }],
    inputs: [port("c", [6]), port("a", [6]), port("b", [6])],
    outputs: [port("y", [6])],
  });
  const { graph, inputs, outputs, initial } = importOnnx(file);
  for (const backend of [referenceBackend, wasm]) {
    const executable = backend.compile({ graph, outputs: [outputs[0].node], updates: [] });
    for (const [node, values] of initial) executable.write(node, values);
    const given = [
      [1, 1, 1, 0, 0, 0],
      [1, 2, 3, ...odd],
      [...odd, 4, 5, 6],
    ];
    for (const [i, { node }] of inputs.entries()) executable.write(node, given[i]);
    executable.evaluate();
    expect([...executable.read(outputs[0].node)]).toEqual([1, 2, 3, 4, 5, 6]);
  }
});
