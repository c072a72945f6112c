import { expect, test } from "vitest";
import { permutation, philox4x32, randomStream } from "./random.ts";

test("philox4x32-10 gives the published known answers", () => {
  // Random123's kat_vectors
  expect(philox4x32([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  const ones = 0xffffffff;
  expect(philox4x32([ones, ones, ones, ones], [ones, ones])).toEqual([
    0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
  ]);
  expect(philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
    0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
  ]);
});

test("uniform and normal numbers have the moments they should", () => {
  const random = randomStream(7, 1);
  const count = 20_000;
  const uniforms = Array.from({ length: count }, () => random.uniform());
  const normals = Array.from({ length: count }, () => random.normal());
  const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
  // five standard errors
  expect(Math.abs(mean(uniforms) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
  expect(Math.abs(mean(normals))).toBeLessThan(5 / Math.sqrt(count));
  expect(Math.abs(mean(normals.map((x) => x * x)) - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  expect(Math.min(...uniforms)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniforms)).toBeLessThan(1);
});

test("the same seed and key give the same stream; another key or seed another", () => {
  const draw = (seed: number, ...key: number[]) => {
    const random = randomStream(seed, ...key);
    return [random.uniform(), random.uniform(), random.uniform()];
  };
  expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
  expect(draw(1, 2, 3)).not.toEqual(draw(1, 2, 4));
  expect(draw(1, 2, 3)).not.toEqual(draw(2 ** 32 + 1, 2, 3));
});

test("a permutation holds every number once", () => {
  const order = permutation(100, randomStream(3));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect([...order]).not.toEqual(Array.from({ length: 100 }, (_, i) => i));
});
