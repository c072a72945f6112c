import { expect, test } from "vitest";
import { Graph } from "../graph/graph.ts";
import type { Node, Primitive } from "../graph/node.ts";
import { InputError } from "../tensor/error.ts";
import type { Shape } from "../tensor/shape.ts";
import { evaluate } from "./evaluate.ts";
import { opsFor, primitives } from "./index.ts";

/** What is added to an empty graph, on inputs of these shapes, and what the refusal says. */
const refused: readonly [
  what: string,
  op: Primitive,
  shapes: readonly Shape[],
  attrs: object,
  says: string,
][] = [
  ["too few inputs", primitives.add, [[2]], {}, "add: expected 2 inputs, got 1"],
  ["too many inputs", primitives.exp, [[2], [2]], {}, "exp: expected 1 inputs, got 2"],
  [
    "two shapes",
    primitives.mul,
    [
      [2, 3],
      [3, 2],
    ],
    {},
    "mul: expected inputs of one shape, got [2, 3] and [3, 2]",
  ],
  [
    "a vector in a product",
    primitives.matmul,
    [[2, 3], [3]],
    {},
    "matmul: expected two matrices, got [2, 3] and [3]",
  ],
  [
    "matrices that do not fit",
    primitives.matmul,
    [
      [2, 3],
      [4, 3],
    ],
    {},
    "matmul: expected as many columns on the left as rows on the right, got [2, 3] and [4, 3]",
  ],
  [
    "matrices that do not fit as they are read",
    primitives.matmul,
    [
      [2, 3],
      [4, 3],
    ],
    { transposeA: true, transposeB: true },
    "matmul: expected as many columns on the left as rows on the right, got [3, 2] and [3, 4]",
  ],
  [
    "an axis that is not there",
    primitives.sum,
    [[2, 3]],
    { axes: [2] },
    "sum: expected axes of the shape [2, 3], got [2]",
  ],
  [
    "a negative axis",
    primitives.sum,
    [[2, 3]],
    { axes: [-1] },
    "sum: expected axes of the shape [2, 3], got [-1]",
  ],
  [
    "a broadcast along the wrong axis",
    primitives.broadcast,
    [[3]],
    { shape: [3, 2], axes: [1] },
    "broadcast: expected [3] to fit the rising axes [1] of [3, 2]",
  ],
  ["a softmax of a vector", primitives.softmax, [[3]], {}, "softmax: expected samples × classes, got [3]"],
  [
    "a logSoftmax of a vector",
    primitives.logSoftmax,
    [[3]],
    {},
    "logSoftmax: expected samples × classes, got [3]",
  ],
];

test.each(refused)("%s: the op, what it expected and what it got", (_what, op, shapes, attrs, says) => {
  const graph = new Graph();
  const inputs = shapes.map((shape) => opsFor(graph).input(shape));
  const add = () => graph.add(op, inputs, { ...attrs });
  expect(add).toThrow(InputError);
  expect(add).toThrow(says);
  expect(graph.nodes).toHaveLength(inputs.length);
});

test("shapes of what is accepted", () => {
  const ops = opsFor(new Graph());
  const shapeOf = ({ shape }: Node) => shape;
  const [a, b] = [ops.input([2, 3]), ops.input([4, 3])];
  expect(shapeOf(ops.matmul(a, b, { transposeB: true }))).toEqual([2, 4]);
  expect(shapeOf(ops.matmul(a, a, { transposeA: true }))).toEqual([3, 3]);
  expect(shapeOf(ops.sum(a, [0]))).toEqual([3]);
  expect(shapeOf(ops.sum(a, [1, 0]))).toEqual([]);
  expect(ops.sum(a, [])).toBe(a);
  expect(shapeOf(ops.broadcast(ops.input([]), [2, 2], []))).toEqual([2, 2]);
  expect(shapeOf(ops.softmax(b))).toEqual([4, 3]);
});

test("an expression is worked out in float64, sums and products of any length", () => {
  const read = (name: string) => ({ x: 3, y: 4 })[name] ?? Number.NaN;
  expect(evaluate(7, read)).toBe(7);
  expect(evaluate({ fn: "add", args: [{ ref: "x" }, { ref: "y" }, 5] }, read)).toBe(12);
  expect(evaluate({ fn: "mul", args: [2, { ref: "x" }, { ref: "y" }, 10] }, read)).toBe(240);
  expect(evaluate({ fn: "add", args: [{ ref: "x" }] }, read)).toBe(3);
  expect(evaluate({ fn: "sqrt", args: [{ fn: "square", args: [{ ref: "x" }] }] }, read)).toBe(3);
  expect(evaluate({ fn: "sub", args: [{ ref: "x" }, { ref: "y" }] }, read)).toBe(-1);
  expect(() => evaluate({ sum: [{ index: "k", size: 2 }], of: { ref: "x" } }, read)).toThrow(/unroll/);
});
