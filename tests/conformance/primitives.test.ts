import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { backward } from "../../src/autodiff/backward.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node, Primitive } from "../../src/graph/node.ts";
import { verify } from "../../src/graph/verify.ts";
import { activations } from "../../src/nn/activations.ts";
import { type ElementwisePrimitive, elementwise } from "../../src/ops/elementwise.ts";
import { opsFor, primitives } from "../../src/ops/index.ts";
import { scalars } from "../../src/ops/scalars.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { checkPrimitive } from "../support/check-primitive.ts";
import { execute } from "../support/execute.ts";

type Name = keyof typeof primitives;
const names = Object.keys(primitives) as Name[];
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

/** At these arguments the value is `value`, and the slope for each argument `slopes`. */
interface Point {
  readonly at: readonly number[];
  readonly value: number;
  readonly slopes: readonly number[];
}

/** What an op says about its kink, and what it does there and on either side; smooth: it has none. */
type Kinks = "smooth" | { readonly says: string; readonly points: readonly Point[] };

const kinks: { readonly [N in Name]: Kinks } = {
  add: "smooth",
  sub: "smooth",
  mul: "smooth",
  div: "smooth",
  neg: "smooth",
  exp: "smooth",
  log: "smooth",
  tanh: "smooth",
  sigmoid: "smooth",
  relu: {
    says: "at 0 the slope is taken as 0",
    points: [
      { at: [-1.5], value: 0, slopes: [0] },
      { at: [0], value: 0, slopes: [0] },
      { at: [-0], value: 0, slopes: [0] },
      { at: [1.5], value: 1.5, slopes: [1] },
    ],
  },
  step: {
    says: "[x > 0] is 1 where x is positive, else 0; at 0 the value is 0, and the slope is 0 everywhere",
    points: [
      { at: [-1.5], value: 0, slopes: [0] },
      { at: [0], value: 0, slopes: [0] },
      { at: [-0], value: 0, slopes: [0] },
      { at: [1.5], value: 1, slopes: [0] },
    ],
  },
  softplus: "smooth",
  sqrt: "smooth",
  square: "smooth",
  pow: "smooth",
  cos: "smooth",
  erf: "smooth",
  max: {
    says: "where both are equal, the second counts as the larger",
    points: [
      { at: [2, 1], value: 2, slopes: [1, 0] },
      { at: [1, 2], value: 2, slopes: [0, 1] },
      { at: [1, 1], value: 1, slopes: [0, 1] },
      { at: [-3, -3], value: -3, slopes: [0, 1] },
      { at: [0, -0], value: 0, slopes: [0, 1] },
    ],
  },
  input: "smooth",
  state: "smooth",
  constant: "smooth",
  matmul: "smooth",
  sum: "smooth",
  broadcast: "smooth",
  reshape: "smooth",
  view: "smooth",
  unview: "smooth",
  largest: {
    says: "only the largest passes a slope on; of equal ones the first counts as the largest",
    points: [
      { at: [2, 1, 3], value: 3, slopes: [0, 0, 1] },
      { at: [3, 1, 3], value: 3, slopes: [1, 0, 0] },
      { at: [1, 1, 1], value: 1, slopes: [1, 0, 0] },
      { at: [-1, 0, -0], value: 0, slopes: [0, 1, 0] },
    ],
  },
  firstLargest: {
    says: "of equal ones the first counts as the largest; the slope is 0 everywhere",
    points: [
      { at: [2, 1, 3], value: 0, slopes: [0, 0, 0] },
      { at: [3, 1, 3], value: 1, slopes: [0, 0, 0] },
    ],
  },
  identity: "smooth",
  softmax: "smooth",
  bernoulli: "smooth",
  gather: "smooth",
  scatter: "smooth",
  logSoftmax: "smooth",
};

const claim = "finite differences = vjp = what element gives, to second order";
describe(`${claim}, on ${SEEDS.length} samples`, () => {
  describe.each(["f64", "f32"] as const)("in %s", (dtype) => {
    test.each(names)("%s", (name) => {
      for (const seed of SEEDS) checkPrimitive(primitives[name], dtype, randomStream(seed));
    });
  });
});

describe("at a kink the gradient is what the op says", () => {
  test.each(names)("%s", (name) => {
    const op = primitives[name];
    const expected = kinks[name];
    if (expected === "smooth") {
      expect(op.ties).toBeUndefined();
      return;
    }
    expect(op.ties).toBe(expected.says);
    for (const { at, value, slopes } of expected.points) {
      const isOverRow = op.arity === 1 && at.length > 1;
      const found = isOverRow
        ? valueAndSlopesOfRow((graph, row) => graph.add(op, [row], { axes: [0] }), at)
        : valueAndSlopes((graph, inputs) => graph.add(op, inputs), at);
      expect(found, `at ${at}`).toEqual({ value: value + 0, slopes });
    }
  });

  test("leaky relu, which is a maximum: at 0 the slope is that of the negative side", () => {
    const at = (x: number) => valueAndSlopes((graph, [net]) => activations["leaky-relu"](graph, net), [x]);
    expect(at(-2)).toEqual({ value: -0.02, slopes: [0.01] });
    expect(at(0)).toEqual({ value: 0, slopes: [0.01] });
    expect(at(2)).toEqual({ value: 2, slopes: [1] });
  });

  test("an op whose slope jumps at 0 or between equal arguments says so", () => {
    const jumping = Object.values(scalars).filter(jumps);
    expect(jumping.map(({ name }) => name).sort()).toEqual(["max", "relu", "step"]);
    expect(jumping.filter(({ ties }) => ties === undefined)).toEqual([]);
  });
});

test("the table holds every primitive that there is, by its name", async () => {
  const folder = new URL("../../src/ops/", import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
  const exported = modules.flatMap((module) => Object.values(module)).filter(isPrimitive);
  expect(new Set(exported)).toEqual(new Set(Object.values(primitives)));
  for (const name of names) expect(primitives[name].name).toBe(name);
});

describe("a wrong primitive is found out", () => {
  const { scalar } = scalars.tanh;
  const { matmul, softmax, sum } = primitives;

  test.each<[what: string, op: Primitive, found: RegExp]>([
    ["a meaning that is off", { ...scalars.tanh, meaning: scalars.erf.meaning }, /meaning against element/],
    [
      "an element that is transposed",
      { ...matmul, element: (node, at, input) => matmul.element(node, at, (i, [a, b]) => input(i, [b, a])) },
      /matmul: /,
    ],
    ["a slope that is off", elementwise({ ...scalar, derivative: (_x, _y, out) => [out] }), /differences/],
    [
      "a slope with the wrong sign",
      { ...scalars.sub, vjp: (c, node, i, g) => scalars.add.vjp(c, node, i, g) },
      /first derivative 1, vjp against differences/,
    ],
    ["a slope of 0", { ...sum, vjp: () => undefined }, /first derivative 0, vjp against differences/],
    [
      "one input forgotten",
      { ...scalars.mul, vjp: (c, node, i, g) => (i === 0 ? scalars.mul.vjp(c, node, i, g) : undefined) },
      /first derivative 1, vjp against differences/,
    ],
    [
      "only the diagonal of a softmax",
      {
        ...softmax,
        vjp: (c, node, _i, g) => c.apply("mul", g, c.apply("mul", node, c.apply("sub", node, node))),
      },
      /first derivative 0, vjp against differences/,
    ],
  ])("%s", (_what, op, found) => {
    const check = () => {
      for (const seed of SEEDS) checkPrimitive(op, "f64", randomStream(seed));
    };
    expect(check).toThrow(found);
  });
});

function valueAndSlopes(
  build: (graph: Graph, inputs: readonly Node[]) => Node,
  at: readonly number[],
): { value: number; slopes: number[] } {
  const graph = new Graph();
  const ops = opsFor(graph);
  const inputs = at.map(() => ops.input([1, 1]));
  const out = build(graph, inputs);
  const { adjoint } = backward(graph, ops.sum(out, [0, 1]), inputs);
  verify(graph);
  const read = execute(graph, new Map(inputs.map((input, i) => [input, [at[i]]])));
  const number = (node: Node) => read(node)[0] + 0; // -0 as 0
  return { value: number(out), slopes: inputs.map(({ id }) => number(adjoint.get(id) as Node)) };
}

/** Of an op over a row of numbers: the first number that it gives, and its slope for each number of the row. */
function valueAndSlopesOfRow(
  build: (graph: Graph, row: Node) => Node,
  at: readonly number[],
): { value: number; slopes: number[] } {
  const graph = new Graph();
  const ops = opsFor(graph);
  const row = ops.input([at.length]);
  const first = ops.view(build(graph, row), [], {
    offsets: build(graph, row).shape.map(() => 0),
    coefficients: [],
  });
  const { adjoint } = backward(graph, first, [row]);
  verify(graph);
  const read = execute(graph, new Map([[row, at]]));
  return {
    value: read(first)[0] + 0,
    slopes: [...read(adjoint.get(row.id) as Node)].map((slope) => slope + 0),
  };
}

/** Does its value or its slope jump where kinks usually are? */
function jumps({ scalar: { value, arity } }: ElementwisePrimitive): boolean {
  const width = 1e-6;
  const lines = [-1, 0, 1].flatMap((c) =>
    arity === 1
      ? [(t: number) => value(c + t, c + t)]
      : [(t: number) => value(c + t, c), (t: number) => value(c, c + t)],
  );
  return lines.some((f) => {
    const [left, right] = [(f(0) - f(-width)) / width, (f(width) - f(0)) / width];
    return Number.isFinite(left) && Number.isFinite(right) && Math.abs(left - right) > 0.01;
  });
}

function isPrimitive(value: unknown): value is Primitive {
  return typeof value === "object" && value !== null && "vjp" in value && "element" in value;
}
