import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "./error.ts";
import { offsetOf, positionOf, sameShape, sizeOf, stridesOf, walk } from "./shape.ts";
import { areFinite, fromNested, type Nested, tensor } from "./tensor.ts";

describe("row-major order", () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });

  test("a place and its position are each other's inverse, and count up one by one", () => {
    const property = fc.property(shapes, (shape) => {
      for (let offset = 0; offset < sizeOf(shape); offset++) {
        const at = positionOf(shape, offset);
        expect(offsetOf(shape, at)).toBe(offset);
        expect(at.every((i, axis) => i >= 0 && i < shape[axis])).toBe(true);
        expect(stridesOf(shape).reduce((sum, stride, axis) => sum + stride * at[axis], 0)).toBe(offset);
      }
    });
    fc.assert(property, { numRuns: 100, seed: 1 });
  });

  test("a walk visits each element once, the other tensor where its strides lead", () => {
    const strided = shapes.chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: shape.length, maxLength: shape.length }),
      ),
    );
    const property = fc.property(strided, ([shape, strides]) => {
      const visited: [number, number][] = [];
      walk(shape, strides, (offset, other) => visited.push([offset, other]));
      const expected = Array.from({ length: sizeOf(shape) }, (_, offset) => {
        const at = positionOf(shape, offset);
        return [offset, at.reduce((sum, i, axis) => sum + i * strides[axis], 0)];
      });
      expect(visited).toEqual(expected);
    });
    fc.assert(property, { numRuns: 100, seed: 2 });
  });

  test("a scalar has one element, an empty axis none", () => {
    expect([sizeOf([]), sizeOf([3, 0])]).toEqual([1, 0]);
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
  });
});

describe("tensors from nested numbers", () => {
  test.each<[Nested, number[], number[]]>([
    [5, [], [5]],
    [[1, 2, 3], [3], [1, 2, 3]],
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [3, 2],
      [1, 2, 3, 4, 5, 6],
    ],
    [
      [[[1]], [[2]]],
      [2, 1, 1],
      [1, 2],
    ],
    [[], [0], []],
  ])("%j", (nested, shape, values) => {
    expect(fromNested(nested)).toEqual({ shape, values: Float64Array.from(values) });
  });

  test.each<[Nested]>([[[[1, 2], [3]]], [[[1], 2]], [[1, [2]]], [[[1, 2], []]]])("ragged: %j", (nested) => {
    expect(() => fromNested(nested)).toThrow(InputError);
    expect(() => fromNested(nested)).toThrow(/expected rows of equal length/);
  });

  test("as many values as the shape has", () => {
    expect(() => tensor([2, 2], [1, 2, 3])).toThrow("tensor: expected 4 values for the shape [2, 2], got 3");
  });
});

test("numbers are finite unless one of them is infinite or none", () => {
  expect(areFinite(Float64Array.of())).toBe(true);
  expect(areFinite(Float64Array.of(1, -2, 0, 1.7e308, -1.7e308, 5e-324))).toBe(true);
  for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    for (let place = 0; place < 3; place++)
      expect(areFinite(Float32Array.of(1, 2, 3).fill(odd, place, place + 1))).toBe(false);
  }
});
