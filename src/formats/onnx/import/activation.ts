import type { Node } from "../../../graph/node.ts";
import { permuted } from "../../../nn/layers/assemble.ts";
import { type Shape, sizeOf } from "../../../tensor/shape.ts";
import { axisOf, full, spread } from "./broadcasting.ts";
import { type Builder, type Call, type Family, like, truth } from "./call.ts";
import { unary } from "./elementwise.ts";
import {
  abs,
  add,
  div,
  greater,
  mul,
  neg,
  not,
  plus,
  positive,
  sign,
  smaller,
  sub,
  times,
} from "./scalar.ts";

/** Activations, and what is applied like them. */
export const activation: Family = {
  Relu: unary(({ ops }, x) => ops.apply("relu", x)),
  Sigmoid: unary(sigmoid),
  Tanh: unary(({ ops }, x) => ops.apply("tanh", x)),
  Softplus: unary(({ ops }, x) => ops.apply("softplus", x)),
  Softsign: unary((call, x) => div(call, x, plus(call, abs(call, x), 1))),
  LeakyRelu: unary((call, x) => sloped(call, x, times(call, x, call.number("alpha", 0.01)))),
  PRelu: (call) => {
    const x = call.input(0);
    const slope = call.input(1).node;
    return like(
      x,
      sloped(
        call,
        x.node,
        mul(call, x.node, spread(call.ops, perChannel(call, slope, x.node), x.node.shape)),
      ),
    );
  },
  Elu: unary((call, x) => sloped(call, x, times(call, expm1(call, lower(call, x)), call.number("alpha", 1)))),
  Celu: unary((call, x) => {
    const alpha = call.number("alpha", 1);
    return sloped(call, x, times(call, expm1(call, times(call, lower(call, x), 1 / alpha)), alpha));
  }),
  Selu: unary((call, x) => {
    const alpha = call.number("alpha", 1.6732632423543772);
    const below = times(call, expm1(call, lower(call, x)), alpha);
    return times(call, sloped(call, x, below), call.number("gamma", 1.0507009873554805));
  }),
  ThresholdedRelu: unary((call, x) => mul(call, x, greater(call, x, full(call, call.number("alpha", 1), x)))),
  HardSigmoid: unary((call, x) => hardSigmoid(call, x, call.number("alpha", 0.2), call.number("beta", 0.5))),
  HardSwish: unary((call, x) => mul(call, x, hardSigmoid(call, x, 1 / 6, 0.5))),
  Swish: unary((call, x) => mul(call, x, sigmoid(call, times(call, x, call.number("alpha", 1))))),
  Mish: unary((call, x) => mul(call, x, call.ops.apply("tanh", call.ops.apply("softplus", x)))),
  Gelu: unary((call, x) =>
    call.text("approximate", "none") === "tanh" ? geluByTanh(call, x) : gelu(call, x),
  ),
  Shrink: unary((call, x) => {
    const size = greater(call, abs(call, x), full(call, call.number("lambd", 0.5), x));
    const nearer = sub(call, x, times(call, sign(call, x), call.number("bias", 0)));
    return mul(call, size, nearer);
  }),
  Clip: (call) => {
    const x = call.input(0);
    const [low, high] = [bound(call, 1, "min", x.node), bound(call, 2, "max", x.node)];
    const raised = low ? call.ops.apply("max", x.node, low) : x.node;
    return like(x, high ? smaller(call, raised, high) : raised);
  },
  Softmax: alongAxis(({ ops }, x) => ops.softmax(x)),
  LogSoftmax: alongAxis(({ ops }, x) => ops.logSoftmax(x)),
  Hardmax: alongAxis(({ ops }, x) => ops.firstLargest(x, [1])),
  Dropout: (call) => {
    const x = call.input(0);
    const isTraining = call.inputs[2] !== undefined && call.knownInput(2)?.[0] === 1;
    const [ratio] = call.knownInput(1) ?? [0.5];
    if (isTraining && ratio > 0) {
      throw call.fail("expected a network that is used, found numbers left out at random, as in training");
    }
    return [x, truth(full(call, 1, x.node))];
  },
};

function sigmoid({ ops }: Call, x: Node): Node {
  return ops.apply("sigmoid", x);
}

/** x where it is positive, else what stands below. */
function sloped(call: Call, x: Node, below: Node): Node {
  const above = positive(call, x);
  return add(call, call.ops.apply("relu", x), mul(call, not(call, above), below));
}

/** x where it is negative, else 0. */
function lower(call: Call, x: Node): Node {
  return neg(call, call.ops.apply("relu", neg(call, x)));
}

function expm1(call: Call, x: Node): Node {
  return plus(call, call.ops.apply("exp", x), -1);
}

/** max(0, min(1, α·x + β)) */
export function hardSigmoid(call: Call, x: Node, alpha: number, beta: number): Node {
  const line = plus(call, times(call, x, alpha), beta);
  return call.ops.apply("relu", smaller(call, line, full(call, 1, x)));
}

function gelu(call: Call, x: Node): Node {
  const erf = call.ops.apply("erf", times(call, x, Math.SQRT1_2));
  return times(call, mul(call, x, plus(call, erf, 1)), 0.5);
}

function geluByTanh(call: Call, x: Node): Node {
  const cube = mul(call, x, call.ops.apply("square", x));
  const inner = times(call, add(call, x, times(call, cube, 0.044715)), Math.sqrt(2 / Math.PI));
  return times(call, mul(call, x, plus(call, call.ops.apply("tanh", inner), 1)), 0.5);
}

/** Before version 7 a slope for each channel is a row of them. */
function perChannel(call: Call, slope: Node, x: Node): Node {
  const isRow = call.opset < 7 && slope.shape.length === 1 && x.shape.length > 2;
  return isRow ? call.ops.reshape(slope, [slope.shape[0], ...x.shape.slice(2).map(() => 1)]) : slope;
}

function bound(call: Call, place: number, name: string, x: Node): Node | undefined {
  const given = call.inputs[place];
  if (given) return spread(call.ops, given.node, x.shape);
  const [number] = call.numbers(name) ?? [];
  return number === undefined ? undefined : full(call, number, x);
}

/** Over one axis; before version 13 over all from that axis on, as one row. */
function alongAxis(build: (call: Call, x: Node) => Node): Builder {
  return (call) => {
    const x = call.input(0);
    const { shape } = x.node;
    const axis = axisOf(call, call.integer("axis", call.opset < 13 ? 1 : -1), shape.length);
    if (call.opset < 13) return like(x, inRows(call, x.node, sizeOf(shape.slice(0, axis)), build));
    return like(x, along(call, x.node, axis, build));
  };
}

function inRows(call: Call, x: Node, rows: number, build: (call: Call, x: Node) => Node): Node {
  const matrix: Shape = [rows, rows === 0 ? 0 : sizeOf(x.shape) / rows];
  return call.ops.reshape(build(call, call.ops.reshape(x, matrix)), x.shape);
}

/** Something that goes over the rows of a matrix, over one axis of a tensor. */
export function along(call: Call, x: Node, axis: number, build: (call: Call, x: Node) => Node): Node {
  const rank = x.shape.length;
  if (axis === rank - 1) return inRows(call, x, sizeOf(x.shape.slice(0, -1)), build);
  const order = [...x.shape.keys()].filter((i) => i !== axis).concat(axis);
  const moved = permuted(call.ops, x, order);
  const done = inRows(call, moved, sizeOf(moved.shape.slice(0, -1)), build);
  return permuted(
    call.ops,
    done,
    [...x.shape.keys()].map((i) => order.indexOf(i)),
  );
}
