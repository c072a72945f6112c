import { describe, expect, test } from "vitest";
import type { Executed } from "../autodiff/executed.ts";
import { referenceBackend } from "../backends/reference/reference.ts";
import { call, type Expr } from "../graph/expression.ts";
import { verify } from "../graph/verify.ts";
import type { ExpressionsSpec } from "../nn/expressions.ts";
import { InputError } from "../tensor/error.ts";
import { DivergedError } from "./diverged.ts";
import { type ExpressionOptions, executeExpressions, NonFiniteError } from "./expressions.ts";

const ref = (name: string): Expr<string> => ({ ref: name });

function specOf(
  values: Readonly<Record<string, number>>,
  definitions: Readonly<Record<string, Expr<string>>>,
  result: string,
): ExpressionsSpec {
  return {
    values: Object.entries(values).map(([name, value]) => ({ name, value })),
    definitions: Object.entries(definitions).map(([name, expr]) => ({ name, expr })),
    result,
  };
}

function run(spec: ExpressionsSpec, options: Omit<ExpressionOptions, "backend"> = {}): Executed {
  const executed = executeExpressions(spec, { backend: referenceBackend, ...options });
  verify(executed.graph);
  return executed;
}

function numberOf({ graph, value }: Executed, name: string): number | undefined {
  const found = graph.find(name);
  return found && value(found.node, []);
}

function slopeBy({ graph, backward, value }: Executed, name: string): number | undefined {
  const adjoint = backward.adjoint.get(graph.find(name)?.node.id ?? -1);
  return adjoint && value(adjoint, []);
}

const circuit = specOf(
  { x: -2, y: 5, z: -4 },
  { q: call("add", ref("x"), ref("y")), f: call("mul", ref("q"), ref("z")) },
  "f",
);

test("executes values, gradients by everything that has a name, and the update", () => {
  const executed = run(circuit, { optimizer: { name: "sgd", learningRate: 0.5 } });
  expect(["x", "y", "z", "q", "f"].map((name) => numberOf(executed, name))).toEqual([-2, 5, -4, 3, -12]);
  expect(["x", "y", "z", "q", "f"].map((name) => slopeBy(executed, name))).toEqual([-4, -4, 3, -4, 1]);
  expect(["x⁺", "y⁺", "z⁺"].map((name) => numberOf(executed, name))).toEqual([0, 7, -5.5]);
  expect(executed.parameters.map(({ path }) => path)).toEqual(["x", "y", "z"]);
  expect(executed.graph.elementName(executed.backward.loss.id, [])).toBe("f");
});

test("without an optimiser values stay as they are", () => {
  const { parameters } = run(circuit);
  expect(parameters.map(({ next }) => next)).toEqual([undefined, undefined, undefined]);
});

test("makes updates before the one that it executes", () => {
  // f = x², so that each update is x − 2ηx
  const spec = specOf({ x: 1 }, { f: call("square", ref("x")) }, "f");
  const sgd = { name: "sgd", learningRate: 0.25 } as const;
  for (const steps of [0, 1, 2, 5]) {
    const executed = run(spec, { optimizer: sgd, steps });
    expect(numberOf(executed, "x")).toBe(0.5 ** steps);
    expect(numberOf(executed, "x⁺")).toBe(0.5 ** (steps + 1));
  }
  expect(numberOf(run(spec, { optimizer: { name: "adam" }, steps: 3 }), "t")).toBe(4);
  expect(numberOf(run(spec, { steps: 3 }), "x")).toBe(1);
});

test("every value has a gradient of its own, even where they are the same number", () => {
  const sum = specOf({ x: 1, y: 2 }, { f: call("add", ref("x"), ref("y")) }, "f");
  const { backward, parameters } = run(sum);
  const ids = parameters.map(({ node }) => backward.adjoint.get(node.id)?.id);
  expect(new Set(ids).size).toBe(2);
});

test("what the result does not depend on has the slope 0", () => {
  const spec = specOf({ x: 3, y: 1 }, { f: ref("x"), g: call("mul", ref("f"), ref("y")) }, "f");
  const executed = run(spec);
  expect(["x", "y", "f", "g"].map((name) => slopeBy(executed, name))).toEqual([1, 0, 1, 0]);
});

test("a definition that depends on no value has a slope", () => {
  const spec = specOf({ x: 3 }, { c: 2, f: call("mul", ref("c"), ref("x")) }, "f");
  expect(slopeBy(run(spec), "c")).toBe(3);
});

test("rounds to float32 where it is asked to", () => {
  const spec = specOf({ x: 0.1 }, { f: ref("x") }, "f");
  expect(numberOf(run(spec, { dtype: "f32" }), "f")).toBe(Math.fround(0.1));
});

describe("an expression without a finite value", () => {
  const nested = call("add", 1, call("log", call("mul", ref("x"), ref("y"))));
  test.each<[string, ExpressionsSpec, string]>([
    [
      "a division by 0",
      specOf({ x: 1, y: 0 }, { f: call("div", ref("x"), ref("y")) }, "f"),
      "f is infinite: div(x = 1, y = 0)",
    ],
    [
      "0 by 0",
      specOf({ x: 0 }, { f: call("div", ref("x"), ref("x")) }, "f"),
      "f is not a number: div(x = 0, x = 0)",
    ],
    ["a logarithm", specOf({ x: -2, y: 3 }, { n: nested, f: ref("n") }, "f"), "n is not a number: log(-6)"],
    ["an overflow", specOf({ x: 1000 }, { f: call("exp", ref("x")) }, "f"), "f is infinite: exp(x = 1000)"],
    ["a value", specOf({ x: Number.NaN }, { f: ref("x") }, "f"), "x is not a number"],
  ])("%s", (_, spec, message) => {
    expect(() => run(spec)).toThrow(NonFiniteError);
    expect(() => run(spec)).toThrow(message);
  });

  test("is found after updates too, and is a divergence", () => {
    const spec = specOf({ x: 4 }, { f: call("pow", ref("x"), 3) }, "f");
    const go = () => run(spec, { optimizer: { name: "sgd", learningRate: 10 }, steps: 20 });
    expect(go).toThrow(DivergedError);
    expect(go).toThrow(
      /^after \d+ updates x is infinite$|^after \d+ updates f is infinite: pow\(x = -?[\d.e+]+, 3\)$/,
    );
  });

  test("a slope without a finite value is no reason to stop", () => {
    const executed = run(specOf({ x: 0 }, { f: call("sqrt", ref("x")) }, "f"));
    expect(slopeBy(executed, "x")).toBe(Number.POSITIVE_INFINITY);
  });
});

test("refuses a name that the optimiser needs", () => {
  const spec = specOf({ t: 1 }, { f: ref("t") }, "f");
  expect(() => run(spec, { optimizer: { name: "adam" } })).toThrow(InputError);
  expect(() => run(spec, { optimizer: { name: "adam" } })).toThrow(
    'expected another name: adam calls something "t"',
  );
  expect(numberOf(run(spec), "t")).toBe(1);
});
