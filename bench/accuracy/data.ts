import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { parseIdx, type Samples, samples, type Tensor, tensor } from "../../src/index.ts";

const folder = process.env.BACKSTEP_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** A training part, and one to test on. */
export interface Parts {
  readonly train: Samples;
  readonly test: Samples;
}

export const hasData = (name: string): boolean => existsSync(`${folder}/${name}`);

/** MNIST's four files; pixels from 0 to 1. @param count the first so many of the training images */
export function mnist(count = 60_000): Parts {
  const part = (name: string, rows: number): Samples => {
    const images = readIdx(`${name}-images-idx3-ubyte`);
    const labels = readIdx(`${name}-labels-idx1-ubyte`);
    const inputs = Float64Array.from(images.values.subarray(0, rows * 784), (pixel) => pixel / 255);
    return { inputs: tensor([rows, 784], inputs), targets: oneHot([...labels.values.subarray(0, rows)], 10) };
  };
  return { train: part("train", count), test: part("t10k", 10_000) };
}

/** 8 × 8 counts from 0 to 16, as shares; the divided set of its authors. */
export function optdigits(): Parts {
  const part = (name: string): Samples => {
    const rows = readRows(`optdigits/${name}`, 0);
    const inputs = rows.map((row) => row.slice(0, 64).map((count) => count / 16));
    const labels = rows.map((row) => row[64]);
    return { inputs: tensor([rows.length, 64], inputs.flat()), targets: oneHot(labels, 10) };
  };
  return { train: part("optdigits.tra"), test: part("optdigits.tes") };
}

/** The eight numbers of each block, blanks left out, and the median value of its houses in 100,000 dollars. */
export function housing(): { readonly inputs: number[][]; readonly targets: number[][] } {
  const text = readFileSync(`${folder}/california-housing/housing.csv`, "utf8");
  const rows = text.trim().split("\n").slice(1);
  const cells = rows
    .map((row) => row.split(",").slice(0, 9))
    .filter((row) => row.every((cell) => cell !== ""));
  const numbers = cells.map((row) => row.map(Number));
  return { inputs: numbers.map((row) => row.slice(0, 8)), targets: numbers.map((row) => [row[8] / 100_000]) };
}

/** Lang and Witbrock (1988): 97 points on each of two spirals that turn three times around each other. */
export function spirals(): Samples {
  const points = Array.from({ length: 97 }, (_, i) => {
    const [angle, radius] = [(i * Math.PI) / 16, (6.5 * (104 - i)) / 104];
    return [radius * Math.sin(angle), radius * Math.cos(angle)];
  });
  const both = points.flatMap(([x, y]) => [
    [x, y],
    [-x, -y],
  ]);
  return samples(
    both.map((point) => point.map((x) => x / 6.5)),
    both.map((_, i) => [(i + 1) % 2]),
  );
}

function readIdx(name: string): { values: Float32Array | Float64Array } {
  return parseIdx(gunzipSync(readFileSync(`${folder}/mnist/${name}.gz`)), name);
}

function readRows(name: string, skip: number): number[][] {
  const lines = readFileSync(`${folder}/${name}`, "utf8").trim().split("\n");
  return lines.slice(skip).map((line) => line.split(",").map(Number));
}

function oneHot(labels: readonly number[], classes: number): Tensor {
  const values = new Float64Array(labels.length * classes);
  for (const [row, label] of labels.entries()) values[row * classes + label] = 1;
  return tensor([labels.length, classes], values);
}
