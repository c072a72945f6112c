import { describe, expect, test } from "vitest";
import type { Samples } from "../nn/samples.ts";
import { tensor } from "../tensor/tensor.ts";
import { encode } from "./encode.ts";
import type { Encoding, EncodingOptions, Feature } from "./encoding.ts";
import { fitEncoding } from "./fit.ts";
import { byName, columnOf, type Frame, frameOfSamples } from "./frame.ts";
import { prepareData, rawSamples } from "./prepare.ts";
import { groupedBy, splitRows } from "./split.ts";

/** Row n has the number n, and a label: a class where there are classes. */
function frameOf(labels: readonly number[], classes?: readonly string[]): Frame {
  return {
    rows: labels.length,
    columns: byName([
      { kind: "number", name: "n", width: 1, values: Float64Array.from(labels, (_, n) => n) },
      classes
        ? { kind: "category", name: "y", codes: Int32Array.from(labels), levels: classes }
        : { kind: "number", name: "y", width: 1, values: Float64Array.from(labels) },
    ]),
  };
}

const splitFrame = (frame: Frame, fraction: number, seed: number) =>
  splitRows(groupedBy(frame, "y"), fraction, seed);

describe("setting rows aside", () => {
  const classes = ["a", "b", "c"];
  const labels = [...new Array(50).fill(0), ...new Array(30).fill(1), ...new Array(20).fill(2)];
  const frame = frameOf(labels, classes);
  const countsOf = (rows: readonly number[]) =>
    classes.map((_, j) => rows.filter((row) => labels[row] === j).length);

  test("takes the same share of each class, and every row once, in the order given", () => {
    const { train, test: aside } = splitFrame(frame, 0.2, 1);
    expect(countsOf(aside)).toEqual([10, 6, 4]);
    expect(countsOf(train)).toEqual([40, 24, 16]);
    const byNumber = (a: number, b: number) => a - b;
    expect([...train, ...aside].sort(byNumber)).toEqual(labels.map((_, n) => n));
    for (const rows of [train, aside]) expect(rows).toEqual([...rows].sort(byNumber));
  });

  test("keeps inputs and targets together", () => {
    const { train, test: aside } = prepareData(
      {
        train: frame,
        testFraction: 0.3,
        encoding: { label: { kind: "classes", name: "y", outputs: "each", no: 0 }, scale: "none" },
      },
      7,
    );
    for (const part of [train, aside as Samples]) {
      const found = [...part.inputs.values].map((_, row) =>
        part.targets.values.subarray(3 * row, 3 * row + 3).indexOf(1),
      );
      expect(found).toEqual([...part.inputs.values].map((n) => labels[n]));
      expect(part.classes).toEqual(classes);
    }
  });

  test("is drawn with the seed", () => {
    const asideFor = (seed: number) => splitFrame(frame, 0.2, seed).test;
    expect(asideFor(1)).toEqual(asideFor(1));
    expect(asideFor(1)).not.toEqual(asideFor(2));
    // not the first ones of each class
    expect(asideFor(1)).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 50, 51, 52, 53, 54, 55, 80, 81, 82, 83]);
  });

  test("without classes takes the share of all", () => {
    const { train, test: aside } = splitFrame(frameOf([0.5, 0.5, 0.1, 0.2, 0.3, 0.4, 1, 2, 3, 4]), 0.3, 1);
    expect([train.length, aside.length]).toEqual([7, 3]);
  });

  test.each([0, 0.001, 0.999, 1])("leaves a row on either side, for the fraction %d", (fraction) => {
    const { train, test: aside } = splitFrame(frameOf([1, 2, 3]), fraction, 1);
    expect(train.length).toBeGreaterThan(0);
    expect(aside.length).toBeGreaterThan(0);
    expect([...train, ...aside].sort()).toEqual([0, 1, 2]);
  });
});

describe("scaling", () => {
  const inputs = tensor([4, 3], [...[1, 10, 0.1], ...[2, 20, 0.1], ...[3, 40, 0.1], ...[6, 10, 0.1]]);
  const samples = { inputs, targets: tensor([4, 1], [1, 2, 3, 4]) };
  const frame = frameOfSamples(samples);
  const fitted = (scale: EncodingOptions["scale"], of = frame): Encoding =>
    fitEncoding(
      of,
      Array.from({ length: of.rows }, (_, row) => row),
      { ...rawSamples(samples, scale).encoding },
    );
  const scalerOf = ({ features: [feature] }: { readonly features: readonly Feature[] }) => {
    if (feature.kind !== "number") throw new Error("expected numbers");
    return { shift: feature.shift, divisor: feature.divisor };
  };

  test("standard: mean 0 and standard deviation 1, over all samples", () => {
    const encoding = fitted("standard");
    // of 1, 2, 3, 6: the mean 3, and the mean square from it (4 + 1 + 0 + 9)/4
    expect(scalerOf(encoding).shift[0]).toBe(3);
    expect(scalerOf(encoding).divisor[0]).toBeCloseTo(Math.sqrt(3.5), 15);
    const values = [...encode(frame, encoding).inputs.values];
    for (const column of [0, 1]) {
      const scaled = values.filter((_, i) => i % 3 === column);
      expect(scaled.reduce((sum, x) => sum + x, 0) / 4).toBeCloseTo(0, 15);
      expect(scaled.reduce((sum, x) => sum + x * x, 0) / 4).toBeCloseTo(1, 14);
    }
  });

  test("unit: from 0 to 1", () => {
    expect(scalerOf(fitted("unit"))).toEqual({ shift: [1, 10, 0.1], divisor: [5, 30, 1] });
    const { values } = encode(frame, fitted("unit")).inputs;
    expect([...values].filter((_, i) => i % 3 === 0)).toEqual([0, 0.2, 0.4, 1]);
  });

  test("none: as they are", () => {
    expect(scalerOf(fitted("none"))).toEqual({ shift: [0, 0, 0], divisor: [1, 1, 1] });
  });

  test.each(["standard", "unit"] as const)("%s: a constant column is only shifted, to 0", (kind) => {
    // the mean of three times 0.1 is not 0.1 in float64
    const constant = tensor([3, 1], [0.1, 0.1, 0.1]);
    const constants = frameOfSamples({ inputs: constant, targets: constant });
    const encoding = fitted(kind, constants);
    expect(scalerOf(encoding)).toEqual({ shift: [0.1], divisor: [1] });
    expect([...encode(constants, encoding).inputs.values]).toEqual([0, 0, 0]);
  });

  test("is fitted on the training part alone, and applied to both", () => {
    const far = frameOfSamples({ inputs: tensor([1, 3], [11, 100, 5]), targets: tensor([1, 1], [0]) });
    const raw = { ...rawSamples(samples, "unit"), test: far };
    const { train, test: scaled, encoding } = prepareData(raw, 1);
    expect(encoding).toEqual(fitted("unit"));
    expect([...train.inputs.values].every((x) => x >= 0 && x <= 1)).toBe(true);
    expect([...(scaled?.inputs.values ?? [])]).toEqual([2, 3, 4.9]);
    expect(train.targets).toEqual(samples.targets);
  });

  test("comes after samples are set aside", () => {
    const raw = { ...rawSamples(samples, "unit"), testFraction: 0.25 };
    const { train, test: aside, encoding } = prepareData(raw, 3);
    expect([train.inputs.shape[0], aside?.inputs.shape[0]]).toEqual([3, 1]);
    const { train: rows } = splitRows(groupedBy(frame, "targets"), 0.25, 3);
    expect(encoding).toEqual(fitEncoding(frame, rows, raw.encoding));
    expect(columnOf(frame, "inputs", "number").width).toBe(3);
  });
});
