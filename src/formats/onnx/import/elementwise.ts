import type { Fn } from "../../../graph/expression.ts";
import type { Node } from "../../../graph/node.ts";
import { type ElementType, elementType, encodingOf, isFloat } from "../file/element-type.ts";
import { axisOf, full, spread, together } from "./broadcasting.ts";
import { type Builder, type Call, type Family, like, truth } from "./call.ts";
import { narrowed } from "./narrowing.ts";
import {
  abs,
  add,
  asin,
  atan,
  ceil,
  choose,
  div,
  equal,
  floor,
  greater,
  mul,
  neg,
  not,
  plus,
  round,
  sign,
  sin,
  smaller,
  sub,
  tan,
  times,
  truncate,
} from "./scalar.ts";
import type { Value } from "./value.ts";

/** Arithmetic, and functions of single numbers. */
export const elementwise: Family = {
  Add: binary(add),
  Sub: binary(sub),
  Mul: binary(mul),
  Div: binary((call, a, b, type) => (isFloat(type) ? div(call, a, b) : truncate(call, div(call, a, b)))),
  Pow: binary(power),
  Mod: binary(modulo),
  Max: several((call, a, b) => call.ops.apply("max", a, b)),
  Min: several(smaller),
  Sum: several(add),
  Mean: (call) => {
    const sum = several(add)(call) as Value;
    return like(sum, times(call, sum.node, 1 / call.inputs.length));
  },
  Abs: unary(abs),
  Neg: unary(neg),
  Sign: unary(sign),
  Floor: unary(floor),
  Ceil: unary(ceil),
  Round: unary(round),
  Exp: plain("exp"),
  Log: plain("log"),
  Sqrt: plain("sqrt"),
  Erf: plain("erf"),
  Cos: plain("cos"),
  Identity: ({ input }) => input(0),
  Reciprocal: unary((call, x) => div(call, full(call, 1, x), x)),
  Sin: unary(sin),
  Tan: unary(tan),
  Asin: unary(asin),
  Acos: unary((call, x) => sub(call, full(call, Math.PI / 2, x), asin(call, x))),
  Atan: unary(atan),
  Sinh: unary((call, x) => times(call, sub(call, exp(call, x), exp(call, neg(call, x))), 0.5)),
  Cosh: unary((call, x) => times(call, add(call, exp(call, x), exp(call, neg(call, x))), 0.5)),
  Asinh: unary((call, x) => {
    const size = abs(call, x);
    const root = call.ops.apply("sqrt", plus(call, call.ops.apply("square", x), 1));
    return mul(call, sign(call, x), call.ops.apply("log", add(call, size, root)));
  }),
  Acosh: unary((call, x) => {
    const root = call.ops.apply("sqrt", plus(call, call.ops.apply("square", x), -1));
    return call.ops.apply("log", add(call, x, root));
  }),
  Atanh: unary((call, x) => {
    const ratio = div(call, plus(call, x, 1), plus(call, neg(call, x), 1));
    return times(call, call.ops.apply("log", ratio), 0.5);
  }),

  Greater: comparison(greater),
  Less: comparison((call, a, b) => greater(call, b, a)),
  GreaterOrEqual: comparison((call, a, b) => not(call, greater(call, b, a))),
  LessOrEqual: comparison((call, a, b) => not(call, greater(call, a, b))),
  Equal: comparison(equal),
  And: comparison(mul),
  Or: comparison((call, a, b) => call.ops.apply("max", a, b)),
  Xor: comparison((call, a, b) => call.ops.apply("square", sub(call, a, b))),
  Not: (call) => truth(not(call, call.input(0).node)),
  IsNaN: (call) => truth(isNone(call, call.input(0).node)),
  IsInf: (call) => {
    const x = call.input(0).node;
    const beyond = (side: Node) =>
      greater(call, side, full(call, call.graph.dtype === "f32" ? LARGEST_F32 : Number.MAX_VALUE, x));
    const up = call.integer("detect_positive", 1) === 1 ? beyond(x) : full(call, 0, x);
    const down = call.integer("detect_negative", 1) === 1 ? beyond(neg(call, x)) : full(call, 0, x);
    return truth(add(call, noneAsZero(call, up), noneAsZero(call, down)));
  },

  Where: (call) => {
    const [c, a, b] = [0, 1, 2].map(call.input);
    const nodes = together(
      call,
      [c, a, b].map(({ node }) => node),
    );
    return like(a, choose(call, nodes[0], nodes[1], nodes[2]));
  },

  Cast: (call) => {
    const wanted = elementType(call.integer("to", 0));
    if (!encodingOf(wanted)) throw call.fail(`expected a type of numbers to cast to, found ${wanted}`);
    return cast(call, call.input(0), wanted);
  },
  CastLike: (call) => cast(call, call.input(0), call.input(1).type),
};

/** The largest number of 32 bits. */
const LARGEST_F32 = (2 - 2 ** -23) * 2 ** 127;

type Unary = (call: Call, x: Node) => Node;
type Binary = (call: Call, a: Node, b: Node, type: ElementType) => Node;

const exp: Unary = ({ ops }, x) => ops.apply("exp", x);

export function unary(build: Unary): Builder {
  return (call) => {
    const x = call.input(0);
    return like(x, build(call, x.node));
  };
}

function plain(fn: Fn): Builder {
  return unary(({ ops }, x) => ops.apply(fn, x));
}

function binary(build: Binary): Builder {
  return (call) => {
    const [a, b] = sides(call);
    return like(a, wrapped(call, build(call, a.node, b.node, a.type), a.type));
  };
}

function comparison(build: Binary): Builder {
  return (call) => {
    const [a, b] = sides(call);
    return truth(build(call, a.node, b.node, a.type));
  };
}

/** Both inputs in one shape. Before version 7 an attribute says at which axis of the first the second begins. */
function sides(call: Call): [Value, Value] {
  const [a, b] = [call.input(0), call.input(1)];
  if (call.integer("broadcast", 0) === 1 && call.has("axis")) {
    const axis = axisOf(call, call.integer("axis", 0), a.node.shape.length);
    const behind = Math.max(0, a.node.shape.length - axis - b.node.shape.length);
    const shape = [...b.node.shape, ...new Array<number>(behind).fill(1)];
    return [a, like(b, spread(call.ops, call.ops.reshape(b.node, shape), a.node.shape))];
  }
  const [one, other] = together(call, [a.node, b.node]);
  return [like(a, one), like(b, other)];
}

function several(build: Binary): Builder {
  return (call) => {
    const first = call.input(0);
    const nodes = together(
      call,
      call.inputs.map((_, i) => call.input(i).node),
    );
    return like(
      first,
      nodes.reduce((a, b) => build(call, a, b, first.type)),
    );
  };
}

/** Whole numbers without a sign begin again at 0 behind the largest. */
function wrapped(call: Call, x: Node, type: ElementType): Node {
  const encoding = encodingOf(type);
  if (encoding?.kind !== "unsigned" || encoding.bits >= 64 || type === "bool") return x;
  const count = 2 ** encoding.bits;
  return sub(call, x, times(call, floor(call, times(call, x, 1 / count)), count));
}

function power(call: Call, a: Node, b: Node, type: ElementType): Node {
  const raised = call.ops.apply("pow", a, b);
  return isFloat(type) ? raised : truncate(call, raised);
}

/** With `fmod` the sign is that of the first, else that of the second. */
function modulo(call: Call, a: Node, b: Node): Node {
  const quotient = div(call, a, b);
  const whole = call.integer("fmod", 0) === 1 ? truncate(call, quotient) : floor(call, quotient);
  return sub(call, a, mul(call, b, whole));
}

/** 1 where a number is none. */
function isNone(call: Call, x: Node): Node {
  // nothing is larger than what is no number, nor as large
  const is = call.ops.firstLargest(call.ops.reshape(x, [...x.shape, 1]), [x.shape.length]);
  return not(call, call.ops.reshape(is, x.shape));
}

function noneAsZero(call: Call, x: Node): Node {
  return choose(call, isNone(call, x), full(call, 0, x), x);
}

function cast(call: Call, { node, type }: Value, to: ElementType): Value {
  if (to === type) return { node, type };
  if (to === "bool") return truth(not(call, equal(call, node, full(call, 0, node))));
  if (encodingOf(to)?.exponent !== undefined) return { node: narrowed(call, node, to), type: to };
  const isCut = isFloat(type) && !isFloat(to);
  return { node: isCut ? truncate(call, node) : node, type: to };
}
