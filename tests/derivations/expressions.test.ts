import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reevaluate } from "../../src/explain/derive.ts";
import { explain } from "../../src/explain/explain.ts";
import type { ExpressionsSpec } from "../../src/nn/expressions.ts";
import { numberOf } from "../support/execute.ts";
import { executeSpec, expectOwnSlopes, gradientOf, readSpec, specOf } from "../support/expressions.ts";
import { expectClose } from "../support/numbers.ts";
import type { WrittenExpressions } from "../support/random-expressions.ts";

function shipped(name: string): ExpressionsSpec {
  return readSpec(readFileSync(new URL(`../../examples/${name}`, import.meta.url), "utf8"));
}

/** A published figure: a value, or with ∂ the slope of the result; as many decimals count as are printed. */
interface Published {
  readonly source: string;
  readonly spec: ExpressionsSpec;
  readonly figures: Readonly<Record<string, string>>;
}

const logistic = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };
const logisticSlopes = { "∂w0": "-0.20", "∂x0": "0.39", "∂w1": "-0.39", "∂x1": "-0.59", "∂w2": "0.20" };

const published: readonly Published[] = [
  {
    source: "CS231n, optimization-2: f = (x + y)z",
    spec: shipped("circuit.yaml"),
    figures: { q: "3", f: "-12", "∂x": "-4", "∂y": "-4", "∂z": "3", "∂q": "-4" },
  },
  {
    source: "CS231n, optimization-2: the sigmoid neuron, gate by gate",
    spec: specOf({
      expressions: {
        a: "w0*x0",
        b: "w1*x1",
        sum: "a + b",
        dot: "sum + w2",
        minus: "-dot",
        power: "exp(minus)",
        below: "1 + power",
        f: "1/below",
      },
      values: logistic,
    }),
    figures: {
      a: "-2.00",
      b: "6.00",
      sum: "4.00",
      dot: "1.00",
      minus: "-1.00",
      power: "0.37",
      below: "1.37",
      f: "0.73",
      "∂below": "-0.53",
      "∂power": "-0.53",
      "∂minus": "-0.20",
      "∂dot": "0.20",
      ...logisticSlopes,
    },
  },
  {
    source: "CS231n, optimization-2: the sigmoid neuron, staged",
    spec: specOf({ expressions: { dot: "w0*x0 + w1*x1 + w2", f: "σ(dot)" }, values: logistic }),
    figures: { dot: "1.00", f: "0.73", "∂dot": "0.20", ...logisticSlopes },
  },
  {
    source: "CS231n, optimization-2: the sigmoid neuron, in one",
    spec: specOf({ expressions: { f: "1 / (1 + e^(-(w0*x0 + w1*x1 + w2)))" }, values: logistic }),
    figures: { f: "0.73", ...logisticSlopes },
  },
  {
    source: "CS231n, optimization-2: f = 2(xy + max(z, w))",
    spec: specOf({
      expressions: { p: "x*y", m: "max(z, w)", f: "2*(p + m)" },
      values: { x: 3, y: -4, z: 2, w: -1 },
    }),
    figures: {
      p: "-12.00",
      "∂p": "2.00",
      "∂x": "-8.00",
      "∂y": "6.00",
      "∂z": "2.00",
      "∂w": "0.00",
    },
  },
  {
    source: "Karpathy, the spelled-out introduction: the tanh neuron",
    spec: shipped("tanh-neuron.yaml"),
    figures: {
      n: "0.8813735870195432",
      o: "0.70710678118655",
      "∂n": "0.5",
      "∂b": "0.5",
      "∂x1": "-1.5",
      "∂w1": "1.0",
      "∂x2": "0.5",
      "∂w2": "0",
    },
  },
  {
    source: "Karpathy, the spelled-out introduction: L = (ab + c)f",
    spec: specOf({
      expressions: { L: "d * f", d: "e + c", e: "a * b" },
      values: { a: 2, b: -3, c: 10, f: -2 },
    }),
    figures: { L: "-8.0", e: "-6", "∂f": "4", "∂d": "-2", "∂e": "-2" },
  },
];

describe("published figures", () => {
  test.each(published)("$source", ({ spec, figures }) => {
    const executed = executeSpec(spec);
    for (const [figure, digits] of Object.entries(figures)) {
      const decimals = digits.split(".")[1]?.length ?? 0;
      const name = figure.replace("∂", "");
      const value = numberOf(executed, name, figure.startsWith("∂") ? "gradient" : undefined);
      expectClose(value, Number(digits), { absolute: 0.5000001 * 10 ** -decimals }, figure);
      if (!figure.startsWith("∂")) continue;
      expectClose(reevaluate(gradientOf(executed, name)), value, { relative: 1e-14 }, figure);
    }
  });
});

test("the chain rule is read off the graph: ∂f/∂x = ∂f/∂q · ∂q/∂x", () => {
  const { root, steps } = gradientOf(executeSpec(shipped("circuit.yaml")), "x");
  expect(root).toBe("∂f/∂x");
  expect(steps.get("∂f/∂x")?.expr).toEqual({ fn: "mul", args: [{ ref: "∂f/∂q" }, { ref: "∂q/∂x" }] });
  expect(steps.get("∂f/∂q")?.expr).toEqual({ ref: "z" });
  expect(steps.get("∂q/∂x")?.expr).toBe(1);
});

test("the slope of tanh is written with its value: ∂o/∂n = 1 − o²", () => {
  const { steps } = gradientOf(executeSpec(shipped("tanh-neuron.yaml")), "w1");
  const square = { fn: "square", args: [{ ref: "o" }] };
  expect(steps.get("∂o/∂n")?.expr).toEqual({ fn: "sub", args: [1, square] });
  expect(steps.get("∂o/∂w1")?.expr).toEqual({ fn: "mul", args: [{ ref: "∂o/∂n" }, { ref: "∂n/∂w1" }] });
});

/** Values whose slopes are one node of the graph, or one number. */
describe("an update says whose slope it uses", () => {
  test.each<[string, Partial<WrittenExpressions>]>([
    ["f = x + y", { expressions: { f: "x + y" }, values: { x: 1, y: 2 } }],
    ["f = (x + y)z", { expressions: { q: "x + y", f: "q*z" }, values: { x: -2, y: 5, z: -4 } }],
    ["f = x, p = y", { expressions: { f: "x", p: "y + f" }, values: { x: 1, y: 2, z: 3 }, of: "f" }],
    ["f = xy at x = y", { expressions: { f: "x*y" }, values: { x: 3, y: 3 } }],
    ["f = max(x, y)", { expressions: { f: "max(x, y) + z" }, values: { x: 3, y: 3, z: 3 } }],
  ])("%s", (_, written) => {
    for (const optimizer of [undefined, { name: "adam" }, { name: "nesterov", learningRate: 1 }] as const) {
      expectOwnSlopes(executeSpec(specOf(written), optimizer));
    }
  });
});

describe("a value that is used several times", () => {
  test.each<[string, string, Readonly<Record<string, number>>, Readonly<Record<string, number>>]>([
    ["f = x·x + x", "x*x + x", { x: 3 }, { x: 7 }],
    ["f = x·x", "x*x", { x: 3 }, { x: 6 }],
    ["f = x²", "x^2", { x: -3 }, { x: -6 }],
    ["f = x³", "x^3", { x: -2 }, { x: 12 }],
    ["f = x/x", "x/x", { x: 3 }, { x: 0 }],
    ["f = x^x", "x^x", { x: 1 }, { x: 1 }],
    ["f = xy + x", "x*y + x", { x: 2, y: 3 }, { x: 4, y: 2 }],
    // where both are equal, the second counts as the larger
    ["f = max(x, y), x = y", "max(x, y)", { x: 2, y: 2 }, { x: 0, y: 1 }],
    ["f = max(x, x)", "max(x, x)", { x: 2 }, { x: 1 }],
    ["f = relu(x) at 0", "relu(x)", { x: 0 }, { x: 0 }],
  ])("%s", (_, text, values, slopes) => {
    const executed = executeSpec(specOf({ expressions: { f: text }, values }));
    for (const [name, slope] of Object.entries(slopes)) {
      expect(numberOf(executed, name, "gradient"), name).toBeCloseTo(slope, 12);
      expect(reevaluate(gradientOf(executed, name)), name).toBeCloseTo(slope, 12);
    }
  });
});

test("everything that has a name can be asked for", () => {
  const executed = executeSpec(shipped("tanh-neuron.yaml"));
  const { explained, loss, forward } = explain(executed, ["all", "n", "o", "w1+"]);
  expect(explained.map(({ of }) => of)).toEqual(["x1", "x2", "w1", "w2", "b", "n", "o", "w1⁺"]);
  expect(loss).toBe("o");
  expect(forward.flat()).toEqual(["n", "o"]);
});
