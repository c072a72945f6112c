import type { Fn } from "../../src/graph/expression.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { type Ops, opsFor } from "../../src/ops/index.ts";
import { type Shape, sizeOf } from "../../src/tensor/shape.ts";

/** A case of tfjs-gradients.json: a straight-line program, and the gradient of its result for each input. */
export interface TfjsCase {
  readonly id: string;
  readonly suite: string;
  readonly test: string;
  readonly ops: readonly string[];
  readonly inputs: readonly TfjsTensor[];
  /** null: ones */
  readonly dy: TfjsTensor | null;
  readonly program: readonly {
    readonly op: string;
    readonly args: readonly TfjsArgument[];
    readonly out: string;
  }[];
  readonly result: string;
  readonly expected: readonly {
    readonly wrt: string;
    readonly values: readonly (number | string)[];
    readonly eps: number;
  }[];
}

interface TfjsTensor {
  readonly shape: Shape;
  readonly values: readonly number[];
}

type TfjsArgument =
  | { readonly ref: string }
  | { readonly const: TfjsTensor }
  | number
  | boolean
  | readonly number[];

/** An argument of an operation: a node, or a plain JavaScript value. */
type Argument = Node | number | boolean | readonly number[];

/** TensorFlow.js operations in ours; tensors are broadcast as NumPy does. */
const translations: Readonly<Record<string, (ops: Ops, ...args: Argument[]) => Node>> = {
  add: binary("add"),
  sub: binary("sub"),
  mul: binary("mul"),
  div: binary("div"),
  pow: binary("pow"),
  maximum: binary("max"),
  minimum: (ops, a, b) => ops.apply("neg", binary("max")(ops, negated(ops, a), negated(ops, b))),
  squaredDifference: (ops, a, b) => ops.apply("square", binary("sub")(ops, a, b)),
  exp: unary("exp"),
  log: unary("log"),
  tanh: unary("tanh"),
  sigmoid: unary("sigmoid"),
  relu: unary("relu"),
  softplus: unary("softplus"),
  sqrt: unary("sqrt"),
  square: unary("square"),
  erf: unary("erf"),
  neg: unary("neg"),
  step: unary("step"),
  clone: (ops, x) => ops.identity(x as Node),
  asScalar: (ops, x) => ops.sum(x as Node, axesOf(x as Node)),
  expm1: (ops, x) => ops.apply("sub", ops.apply("exp", x as Node), filled(ops, x, 1)),
  log1p: (ops, x) => ops.apply("log", ops.apply("add", filled(ops, x, 1), x as Node)),
  reciprocal: (ops, x) => ops.apply("div", filled(ops, x, 1), x as Node),
  rsqrt: (ops, x) => ops.apply("div", filled(ops, x, 1), ops.apply("sqrt", x as Node)),
  logSigmoid: (ops, x) => ops.apply("neg", ops.apply("softplus", negated(ops, x))),
  leakyRelu: (ops, x, slope) =>
    ops.apply("max", x as Node, ops.apply("mul", filled(ops, x, slope as number), x as Node)),
  sum: (ops, x, axis) => ops.sum(x as Node, axis === undefined ? axesOf(x as Node) : [axis as number]),
  mean: (ops, x) =>
    ops.apply("div", ops.sum(x as Node, axesOf(x as Node)), ops.constant(sizeOf((x as Node).shape), [])),
  broadcastTo: (ops, x, shape) => stretched(ops, x as Node, shape as Shape),
  matMul: (ops, a, b, transposeA = false, transposeB = false) =>
    ops.matmul(a as Node, b as Node, { transposeA: transposeA === true, transposeB: transposeB === true }),
  softmax: (ops, x) => rowwise(ops, x as Node, ops.softmax),
  logSoftmax: (ops, x) => rowwise(ops, x as Node, ops.logSoftmax),
};

/** The operations that are one of ours, or a few. */
export const translated: ReadonlySet<string> = new Set(Object.keys(translations));

/** A case as a graph. */
export interface Program {
  readonly graph: Graph;
  readonly ops: Ops;
  /** x0, v1 … */
  readonly nodes: ReadonlyMap<string, Node>;
  readonly given: Map<Node, readonly number[]>;
}

export function translate({ inputs, program }: TfjsCase): Program {
  const graph = new Graph();
  const ops = opsFor(graph);
  const nodes = new Map<string, Node>();
  const given = new Map<Node, readonly number[]>();
  const give = ({ shape, values }: TfjsTensor): Node => {
    const node = ops.input(shape);
    given.set(node, values);
    return node;
  };
  const argument = (value: TfjsArgument): Argument => {
    if (typeof value !== "object" || Array.isArray(value)) return value as Argument;
    return "const" in value ? give(value.const) : (nodes.get((value as { ref: string }).ref) as Node);
  };
  for (const [i, input] of inputs.entries()) nodes.set(`x${i}`, give(input));
  for (const { op, args, out } of program) nodes.set(out, translations[op](ops, ...args.map(argument)));
  return { graph, ops, nodes, given };
}

function unary(fn: Fn): (ops: Ops, x: Argument) => Node {
  return (ops, x) => ops.apply(fn, x as Node);
}

function binary(fn: Fn): (ops: Ops, a: Argument, b: Argument) => Node {
  return (ops, a, b) => {
    const shape = commonShape((a as Node).shape, (b as Node).shape);
    return ops.apply(fn, stretched(ops, a as Node, shape), stretched(ops, b as Node, shape));
  };
}

function negated(ops: Ops, x: Argument): Node {
  return ops.apply("neg", x as Node);
}

function filled(ops: Ops, like: Argument, value: number): Node {
  return ops.constant(value, (like as Node).shape);
}

function axesOf({ shape }: Node): number[] {
  return shape.map((_, axis) => axis);
}

/** The last axes of both stand under each other; where one has the extent 1 or none, it is repeated. */
function commonShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) =>
    Math.max(a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1),
  );
}

function stretched(ops: Ops, x: Node, shape: Shape): Node {
  const first = shape.length - x.shape.length;
  const repeated = axesOf(x).filter((axis) => x.shape[axis] === 1 && shape[first + axis] !== 1);
  if (first === 0 && repeated.length === 0) return x;
  const kept = axesOf(x).filter((axis) => !repeated.includes(axis));
  return ops.broadcast(
    ops.sum(x, repeated),
    shape,
    kept.map((axis) => first + axis),
  );
}

/** Ours want samples × classes: a row becomes the only one. */
function rowwise(ops: Ops, x: Node, apply: (rows: Node) => Node): Node {
  if (x.shape.length === 2) return apply(x);
  return ops.sum(apply(ops.broadcast(x, [1, ...x.shape], [1])), [0]);
}
