import { describe, expect, it } from "vitest";
import { type Exercise, makeWorksheet, type Worksheet } from "../../src/worksheet/worksheet.ts";
import { changedBy, execute, numberIn, randomWorksheets, readExample, worksheetOf } from "./support.ts";

/** Mazur's network worked out by plain formulas. */
function byHand({ givens }: Exercise): Map<string, number> {
  const g = (name: string) => givens.get(name) ?? Number.NaN;
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const values = new Map<string, number>();
  const v = (name: string) => values.get(name) ?? Number.NaN;
  for (const [neuron, [a, b], [x, y], bias] of [
    ["h1", ["w1", "w2"], ["i1", "i2"], "b1"],
    ["h2", ["w3", "w4"], ["i1", "i2"], "b1"],
    ["o1", ["w5", "w6"], ["out_h1", "out_h2"], "b2"],
    ["o2", ["w7", "w8"], ["out_h1", "out_h2"], "b2"],
  ] as const) {
    const of = (name: string) => values.get(name) ?? g(name);
    values.set(`net_${neuron}`, g(a) * of(x) + g(b) * of(y) + g(bias));
    values.set(`out_${neuron}`, sigmoid(v(`net_${neuron}`)));
    values.set(`∂out_${neuron}/∂net_${neuron}`, v(`out_${neuron}`) * (1 - v(`out_${neuron}`)));
  }
  for (const o of ["o1", "o2"]) {
    values.set(`E_${o}`, (g(`target_${o}`) - v(`out_${o}`)) ** 2 / 2);
    values.set(`δ_${o}`, (v(`out_${o}`) - g(`target_${o}`)) * v(`∂out_${o}/∂net_${o}`));
  }
  for (const [h, first, second, ...into] of [
    ["h1", "w5", "w7", "w1", "w2"],
    ["h2", "w6", "w8", "w3", "w4"],
  ] as const) {
    values.set(`∂E/∂out_${h}`, v("δ_o1") * g(first) + v("δ_o2") * g(second));
    values.set(`δ_${h}`, v(`∂E/∂out_${h}`) * v(`∂out_${h}/∂net_${h}`));
    into.forEach((w, i) => {
      values.set(`∂E/∂${w}`, v(`δ_${h}`) * g(`i${i + 1}`));
      values.set(`${w}⁺`, g(w) - 0.5 * v(`∂E/∂${w}`));
    });
  }
  return values;
}

const unitsOf = (x: number, decimals: number) => Math.abs(x) * 10 ** decimals;

function expectFair({ exercises: [exercise], decimals }: Worksheet): void {
  const { blanks, explanation, givens } = exercise;
  expect(blanks.length).toBeGreaterThan(0);
  // ∂(q·z)/∂z is q, and looks like it
  const calculated = blanks.filter(({ formula }) => typeof formula === "object" && "fn" in formula);
  expect(new Set(calculated.map(({ printed }) => printed)).size).toBe(calculated.length);
  for (const { exact, printed, tolerance } of blanks) {
    const value = numberIn(printed);
    expect(unitsOf(exact, decimals)).toBeGreaterThanOrEqual(10);
    // rounded and cut are the same
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(0.45 * 10 ** -decimals + 1e-12);
    expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(exact) + 1e-9);
    expect(value).toBeGreaterThan(tolerance.low);
    expect(value).toBeLessThan(tolerance.high);
    for (const units of [-1, 1]) {
      const changed = numberIn(changedBy(printed, units));
      expect(changed < tolerance.low || changed > tolerance.high).toBe(true);
    }
  }
  for (const [id, value] of givens) {
    if (id.startsWith("w") || id.startsWith("b")) expect(value).not.toBe(0);
    expect(String(value).replace(/^-?\d*\.?/, "").length).toBeLessThanOrEqual(2);
  }
  for (const step of explanation.steps.values()) {
    if (typeof step.expr === "number" || !("fn" in step.expr) || !step.isForward) continue;
    if (step.expr.fn === "sigmoid") expect(step.value * (1 - step.value)).toBeGreaterThanOrEqual(0.02);
    if (step.expr.fn === "tanh") expect(1 - step.value ** 2).toBeGreaterThanOrEqual(0.02);
    if (step.expr.fn === "relu") expect(step.value).toBeGreaterThan(0);
  }
}

describe("worksheets", () => {
  it("are fair, 500 of them, and Mazur's network is as plain formulas work it out", {
    timeout: 240_000,
  }, () => {
    let worked = 0;
    for (const { name, worksheet } of randomWorksheets(500)) {
      expectFair(worksheet);
      if (name !== "by-example") continue;
      const [exercise] = worksheet.exercises;
      const values = byHand(exercise);
      for (const { id, exact } of exercise.blanks) expect(values.get(id), id).toBeCloseTo(exact, 12);
      worked++;
    }
    expect(worked).toBe(125);
  });

  it("have their exercises by seed, each with numbers of its own", () => {
    const draw = (seed: number) => worksheetOf("by-example", { difficulty: "delta", count: 5, seed });
    const examples = ({ exercises }: Worksheet) => exercises.map(({ example }) => JSON.stringify(example));
    expect(examples(draw(3))).toEqual(examples(draw(3)));
    expect(examples(draw(3))).not.toEqual(examples(draw(4)));
    expect(new Set(examples(draw(3))).size).toBe(5);
  });

  it("have neurons of relu that all pass something on", () => {
    const example = readExample("by-example");
    if (!("network" in example)) throw new Error("no network");
    const [hidden, out] = example.network.layers;
    const network = { ...example.network, layers: [{ ...hidden, activation: "relu" }, out] };
    for (const difficulty of ["net", "delta", "chain"] as const) {
      for (let seed = 0; seed < 5; seed++)
        expectFair(makeWorksheet({ ...example, network }, { count: 1, seed, difficulty, execute }));
    }
  });

  it("refuse what nobody works out by hand", () => {
    const example = {
      network: { inputs: 20, layers: [{ dense: 20 }] },
      loss: "half-squared-error",
      optimizer: { name: "sgd", learningRate: 0.5 },
      data: { inputs: [Array.from({ length: 20 }, () => 1)], targets: [Array.from({ length: 20 }, () => 1)] },
    };
    const make = () => makeWorksheet(example, { count: 1, seed: 1, difficulty: "net", execute });
    expect(make).toThrow(
      /expected an example that can be worked out by hand, of at most 150 numbers, found 460/,
    );
  });

  it("say what stood in the way where there are no such numbers", () => {
    // two equal outputs: every number but a small one looks like another
    const example = { expressions: { f: "x * x * 0" }, values: { x: 2 } };
    const make = () => makeWorksheet(example, { count: 1, seed: 1, difficulty: "net", execute });
    expect(make).toThrow(/exercise 1: .* most often because an answer was too small for the digits asked/);
    const square = { expressions: { f: "x * x" }, values: { x: 2 } };
    const many = () => makeWorksheet(square, { count: 100, seed: 1, difficulty: "net", execute });
    expect(many).toThrow(/most often because they were those of an exercise before/);
  });

  it.each([
    [{ count: 0 }, /expected 1 to 1000 exercises, found 0/],
    [{ count: 1.5 }, /expected 1 to 1000 exercises, found 1.5/],
    [{ decimals: 11 }, /expected 1 to 10 decimals, found 11/],
  ])("refuse %o", (options, message) => {
    expect(() => worksheetOf("by-example", { difficulty: "net", ...options })).toThrow(message);
  });
});
