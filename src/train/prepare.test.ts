import { describe, expect, test } from "vitest";
import type { Samples } from "../nn/samples.ts";
import { tensor } from "../tensor/tensor.ts";
import { fitScaler, prepareData, scaleSamples, splitSamples } from "./prepare.ts";

/** Sample n has the input n, and where there are classes the label's one-hot target. */
function samplesOf(labels: readonly number[], classes?: readonly string[]): Samples {
  const width = classes?.length ?? 1;
  const targets = labels.flatMap((label) =>
    classes ? classes.map((_, j) => (j === label ? 1 : 0)) : [label],
  );
  return {
    inputs: tensor(
      [labels.length, 1],
      labels.map((_, n) => n),
    ),
    targets: tensor([labels.length, width], targets),
    ...(classes && { classes }),
  };
}

const numbersIn = ({ inputs }: Samples): number[] => [...inputs.values];

describe("setting samples aside", () => {
  const classes = ["a", "b", "c"];
  const labels = [...new Array(50).fill(0), ...new Array(30).fill(1), ...new Array(20).fill(2)];
  const samples = samplesOf(labels, classes);
  const countsOf = (part: Samples) =>
    classes.map((_, j) => part.targets.values.filter((x, i) => i % 3 === j && x === 1).length);

  test("takes the same share of each class, and every sample once", () => {
    const { train, test: aside } = splitSamples(samples, 0.2, 1);
    expect(countsOf(aside)).toEqual([10, 6, 4]);
    expect(countsOf(train)).toEqual([40, 24, 16]);
    const all = [...numbersIn(train), ...numbersIn(aside)].sort((a, b) => a - b);
    expect(all).toEqual(labels.map((_, n) => n));
    expect(train.classes).toEqual(classes);
    expect(aside.classes).toEqual(classes);
  });

  test("keeps inputs and targets together, in the order given", () => {
    for (const part of Object.values(splitSamples(samples, 0.3, 7))) {
      const numbers = numbersIn(part);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      const found = numbers.map((_, row) => part.targets.values.subarray(3 * row, 3 * row + 3).indexOf(1));
      expect(found).toEqual(numbers.map((n) => labels[n]));
    }
  });

  test("is drawn with the seed", () => {
    const asideFor = (seed: number) => numbersIn(splitSamples(samples, 0.2, seed).test);
    expect(asideFor(1)).toEqual(asideFor(1));
    expect(asideFor(1)).not.toEqual(asideFor(2));
    // not the first ones of each class
    expect(asideFor(1)).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 50, 51, 52, 53, 54, 55, 80, 81, 82, 83]);
  });

  test("without classes takes the share of all", () => {
    const { train, test: aside } = splitSamples(
      samplesOf([0.5, 0.5, 0.1, 0.2, 0.3, 0.4, 1, 2, 3, 4]),
      0.3,
      1,
    );
    expect([train.inputs.shape, aside.inputs.shape]).toEqual([
      [7, 1],
      [3, 1],
    ]);
  });

  test.each([0, 0.001, 0.999, 1])("leaves a sample on either side, for the fraction %d", (fraction) => {
    const { train, test: aside } = splitSamples(samplesOf([1, 2, 3]), fraction, 1);
    expect(train.inputs.shape[0]).toBeGreaterThan(0);
    expect(aside.inputs.shape[0]).toBeGreaterThan(0);
    expect([...numbersIn(train), ...numbersIn(aside)].sort()).toEqual([0, 1, 2]);
  });
});

describe("scaling", () => {
  const inputs = tensor([4, 3], [...[1, 10, 0.1], ...[2, 20, 0.1], ...[3, 40, 0.1], ...[6, 10, 0.1]]);
  const samples = { inputs, targets: tensor([4, 1], [1, 2, 3, 4]) };

  test("standard: mean 0 and standard deviation 1, over all samples", () => {
    const scaler = fitScaler("standard", inputs);
    // of 1, 2, 3, 6: the mean 3, and the mean square from it (4 + 1 + 0 + 9)/4
    expect(scaler.shift[0]).toBe(3);
    expect(scaler.divisor[0]).toBeCloseTo(Math.sqrt(3.5), 15);
    const values = [...scaleSamples(samples, scaler).inputs.values];
    for (const column of [0, 1]) {
      const scaled = values.filter((_, i) => i % 3 === column);
      expect(scaled.reduce((sum, x) => sum + x, 0) / 4).toBeCloseTo(0, 15);
      expect(scaled.reduce((sum, x) => sum + x * x, 0) / 4).toBeCloseTo(1, 14);
    }
  });

  test("unit: from 0 to 1", () => {
    const scaler = fitScaler("unit", inputs);
    expect(scaler).toEqual({ shift: [1, 10, 0.1], divisor: [5, 30, 1] });
    const { values } = scaleSamples(samples, scaler).inputs;
    expect([...values].filter((_, i) => i % 3 === 0)).toEqual([0, 0.2, 0.4, 1]);
  });

  test("none: as they are", () => {
    expect(fitScaler("none", inputs)).toEqual({ shift: [0, 0, 0], divisor: [1, 1, 1] });
  });

  test.each(["standard", "unit"] as const)("%s: a constant column is only shifted, to 0", (kind) => {
    // the mean of three times 0.1 is not 0.1 in float64
    const constant = tensor([3, 1], [0.1, 0.1, 0.1]);
    const scaler = fitScaler(kind, constant);
    expect(scaler).toEqual({ shift: [0.1], divisor: [1] });
    expect([...scaleSamples({ inputs: constant, targets: constant }, scaler).inputs.values]).toEqual([
      0, 0, 0,
    ]);
  });

  test("is fitted on the training part alone, and applied to both", () => {
    const far = { inputs: tensor([1, 3], [11, 100, 5]), targets: tensor([1, 1], [0]) };
    const { train, test: scaled, scaler } = prepareData({ train: samples, test: far, scale: "unit" }, 1);
    expect(scaler).toEqual(fitScaler("unit", inputs));
    expect([...train.inputs.values].every((x) => x >= 0 && x <= 1)).toBe(true);
    expect([...(scaled?.inputs.values ?? [])]).toEqual([2, 3, 4.9]);
    expect(train.targets).toBe(samples.targets);
  });

  test("comes after samples are set aside", () => {
    const {
      train,
      test: aside,
      scaler,
    } = prepareData({ train: samples, testFraction: 0.25, scale: "unit" }, 3);
    expect([train.inputs.shape[0], aside?.inputs.shape[0]]).toEqual([3, 1]);
    const split = splitSamples(samples, 0.25, 3);
    expect(scaler).toEqual(fitScaler("unit", split.train.inputs));
  });
});
