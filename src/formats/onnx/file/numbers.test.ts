import { describe, expect, test } from "vitest";
import type { ElementType } from "./element-type.ts";
import { decodeNumbers } from "./numbers.ts";

const { NaN: none, POSITIVE_INFINITY: infinite } = Number;

/** From the tables of the formats: IEEE 754, bfloat16, OCP's 8-bit and 4-bit floats, and Graphcore's without infinities. */
const known: readonly [ElementType, readonly number[], readonly number[]][] = [
  ["float32", [0, 0, 0x80, 0x3f, 0, 0, 0, 0x80], [1, -0]],
  ["float64", [0, 0, 0, 0, 0, 0, 0xf0, 0x3f], [1]],
  [
    "float16",
    [0x00, 0x3c, 0xff, 0x7b, 0x01, 0x00, 0x00, 0xfc, 0x01, 0x7c],
    [1, 65504, 2 ** -24, -infinite, none],
  ],
  ["bfloat16", [0x80, 0x3f, 0x80, 0xff, 0xc0, 0x7f, 0x01, 0x00], [1, -infinite, none, 2 ** -133]],
  ["float8e4m3fn", [0x38, 0x7e, 0x7f, 0x01, 0xfe], [1, 448, none, 2 ** -9, -448]],
  ["float8e4m3fnuz", [0x40, 0x7f, 0x80, 0x01], [1, 240, none, 2 ** -10]],
  ["float8e5m2", [0x3c, 0x7b, 0x7c, 0x7d, 0x01], [1, 57344, infinite, none, 2 ** -16]],
  ["float8e5m2fnuz", [0x40, 0x7f, 0x80, 0x01], [1, 57344, none, 2 ** -17]],
  ["float4e2m1", [0x10, 0x72, 0x0f], [0, 0.5, 1, 6, -6]],
  ["int64", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-1]],
  ["uint64", [0, 0, 0, 0, 0, 0, 0, 0x80], [2 ** 63]],
  ["int32", [0xfe, 0xff, 0xff, 0xff], [-2]],
  ["uint32", [0xfe, 0xff, 0xff, 0xff], [2 ** 32 - 2]],
  ["int16", [0, 0x80], [-32768]],
  ["uint16", [0, 0x80], [32768]],
  ["int8", [0x80, 0x7f], [-128, 127]],
  ["uint8", [0x80, 0xff], [128, 255]],
  ["bool", [0, 1], [0, 1]],
  ["int4", [0x8f, 0x07], [-1, -8, 7]],
  ["uint4", [0x8f], [15, 8]],
  ["int2", [0b11_10_01_00], [0, 1, -2, -1]],
  ["uint2", [0b11_10_01_00], [0, 1, 2, 3]],
];

describe("numbers of every type", () => {
  test.each(known)("%s", (type, bytes, numbers) => {
    // a view that begins anywhere
    const shifted = Uint8Array.of(7, ...bytes).subarray(1);
    expect([...(decodeNumbers(type, shifted, numbers.length) ?? [])]).toEqual(numbers);
  });

  test.each(known)("%s, of which a byte is missing", (type, bytes, numbers) => {
    expect(decodeNumbers(type, Uint8Array.from(bytes.slice(1)), numbers.length)).toBeUndefined();
  });

  test.each<ElementType>(["string", "complex64", "float8e8m0", "undefined"])("%s has none", (type) => {
    expect(decodeNumbers(type, new Uint8Array(8), 1)).toBeUndefined();
  });
});
