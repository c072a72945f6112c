import type { Fn } from "../../src/graph/expression.ts";
import { Graph } from "../../src/graph/graph.ts";
import type { Node } from "../../src/graph/node.ts";
import { type Ops, opsFor } from "../../src/ops/index.ts";
import { type Shape, sizeOf } from "../../src/tensor/shape.ts";
import { type Argument, moving, type Tools, type Translation } from "./tfjs-moving.ts";

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
  | null
  | string
  | { readonly ref: string }
  | { readonly const: TfjsTensor }
  | number
  | boolean
  | readonly unknown[];

/** TensorFlow.js operations in ours; tensors are broadcast as NumPy does. */
const translations: Readonly<Record<string, Translation>> = {
  ...moving,
  abs: (ops, x) => ops.apply("max", x as Node, negated(ops, x)),
  sign: (ops, x) => ops.apply("sub", ops.apply("step", x as Node), ops.apply("step", negated(ops, x))),
  sinh: (ops, x) => halved(ops, ops.apply("sub", exponential(ops, x, 1), exponential(ops, x, -1))),
  cosh: (ops, x) => halved(ops, ops.apply("add", exponential(ops, x, 1), exponential(ops, x, -1))),
  asinh: (ops, x) => areaFunction(ops, x as Node, 1),
  acosh: (ops, x) => areaFunction(ops, x as Node, -1),
  atanh: (ops, x) => {
    const one = filled(ops, x, 1);
    const ratio = ops.apply("div", ops.apply("add", one, x as Node), ops.apply("sub", one, x as Node));
    return halved(ops, ops.apply("log", ratio));
  },
  relu6: (ops, x) => clipped(ops, ops.apply("relu", x as Node), 0, 6),
  clipByValue: (ops, x, low, high) => clipped(ops, x as Node, low as number, high as number),
  elu: (ops, x) => exponentialUnit(ops, x as Node, 1, 1),
  selu: (ops, x) =>
    exponentialUnit(ops, x as Node, 1.7580993408473768 / 1.0507009873554805, 1.0507009873554805),
  prelu: (ops, x, slope) => {
    const [positive, negative] = [ops.apply("relu", x as Node), ops.apply("relu", negated(ops, x))];
    return ops.apply("sub", positive, binary("mul")(ops, slope, negative));
  },
  where: (ops, condition, a, b) => {
    // nothing flows back through what was decided
    const decided = ops.apply("step", condition as Node);
    const chosen = binary("mul")(ops, decided, a);
    const other = ops.apply("sub", filled(ops, condition, 1), decided);
    return binary("add")(ops, chosen, binary("mul")(ops, other, b));
  },
  batchNorm2d: normalised,
  batchNorm3d: normalised,
  batchNorm4d: normalised,
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
  const tools: Tools = {
    ...ops,
    tensor: (shape, values) => give({ shape, values }),
    valuesOf: (node) => given.get(node) ?? (node.inputs[0] ? tools.valuesOf(node.inputs[0]) : []),
  };
  const argument = (value: TfjsArgument): Argument => {
    if (Array.isArray(value) && typeof value[0] === "object" && value[0] && "ref" in value[0]) {
      return value.map((one) => argument(one as TfjsArgument));
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value as Argument;
    return "const" in value ? give(value.const) : (nodes.get((value as { ref: string }).ref) as Node);
  };
  for (const [i, input] of inputs.entries()) nodes.set(`x${i}`, give(input));
  for (const { op, args, out } of program) {
    const made = translations[op](tools, ...args.map(argument));
    if (!Array.isArray(made)) nodes.set(out, made);
    else for (const [i, node] of made.entries()) nodes.set(`${out}.${i}`, node);
  }
  return { graph, ops, nodes, given };
}

/** (x − mean) / √(variance + ε) · scale + offset */
function normalised(ops: Tools, ...args: Argument[]): Node {
  const [x, mean, variance, offset, scale, epsilon] = args;
  const width = ops.apply(
    "sqrt",
    ops.apply("add", variance as Node, filled(ops, variance, epsilon as number)),
  );
  const unit = binary("div")(ops, binary("sub")(ops, x, mean), width);
  const scaled = scale ? binary("mul")(ops, unit, scale) : unit;
  return offset ? binary("add")(ops, scaled, offset) : scaled;
}

function halved(ops: Ops, x: Node): Node {
  return ops.apply("mul", filled(ops, x, 0.5), x);
}

function exponential(ops: Ops, x: Argument, sign: 1 | -1): Node {
  return ops.apply("exp", sign === 1 ? (x as Node) : negated(ops, x));
}

/** ln(x + √(x² + c)) */
function areaFunction(ops: Ops, x: Node, c: number): Node {
  const root = ops.apply("sqrt", ops.apply("add", ops.apply("square", x), filled(ops, x, c)));
  return ops.apply("log", ops.apply("add", x, root));
}

/** From low to high; at the ends the slope is 1. */
function clipped(ops: Ops, x: Node, low: number, high: number): Node {
  const raised = ops.apply("max", filled(ops, x, low), x);
  return ops.apply("neg", ops.apply("max", filled(ops, x, -high), ops.apply("neg", raised)));
}

/** scale · (x where it is positive, else α(eˣ − 1)) */
function exponentialUnit(ops: Ops, x: Node, alpha: number, scale: number): Node {
  const below = ops.apply("mul", x, ops.apply("sub", filled(ops, x, 1), ops.apply("step", x)));
  const negative = ops.apply("sub", ops.apply("exp", below), filled(ops, x, 1));
  const whole = ops.apply("add", ops.apply("relu", x), ops.apply("mul", filled(ops, x, alpha), negative));
  return ops.apply("mul", filled(ops, x, scale), whole);
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
