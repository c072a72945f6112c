import type { Node } from "../../src/graph/node.ts";
import type { Fn } from "../../src/graph/expression.ts";
import type { Ops } from "../../src/ops/index.ts";
import type { Shape } from "../../src/tensor/shape.ts";

/** An argument of a TensorFlow.js operation: a node, or a plain JavaScript value. */
export type Argument = Node | number | boolean | readonly number[];

/** TensorFlow.js operations in ours; tensors are broadcast as NumPy does. */
export const translations: Readonly<Record<string, (ops: Ops, ...args: Argument[]) => Node>> = {
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
  mean: (ops, x) => ops.apply("div", ops.sum(x as Node, axesOf(x as Node)), ops.constant(sizeOf((x as Node).shape), [])),
  broadcastTo: (ops, x, shape) => stretched(ops, x as Node, shape as Shape),
  matMul: (ops, a, b, transposeA = false, transposeB = false) =>
    ops.matmul(a as Node, b as Node, { transposeA: transposeA === true, transposeB: transposeB === true }),
  softmax: (ops, x) => rowwise(ops, x as Node, ops.softmax),
  logSoftmax: (ops, x) => rowwise(ops, x as Node, ops.logSoftmax),
};
