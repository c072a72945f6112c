import type { Fn } from "../../../graph/expression.ts";
import type { Code } from "../assembler/code.ts";
import { cos } from "../maths/cos.ts";
import { erf } from "../maths/erf.ts";
import { exp } from "../maths/exp.ts";
import { log, log1p } from "../maths/log.ts";
import { pow } from "../maths/pow.ts";
import { sigmoid } from "../maths/sigmoid.ts";
import { tanh } from "../maths/tanh.ts";
import type { Body } from "./body.ts";
import type { Lanes } from "./lanes.ts";

type Emit = (body: Body, lanes: Lanes, x: Code, y: Code) => Code;

const binary =
  (op: "add" | "sub" | "mul" | "div" | "max"): Emit =>
  (_body, lanes, x, y) =>
    lanes.binary(op, x, y);

/**
 * The instructions of each function of the expression language. Results depend on nothing but the arguments: not on
 * the engine's `Math`, and not on whether one number is calculated or several.
 */
export const functions: { readonly [F in Fn]: Emit } = {
  add: binary("add"),
  sub: binary("sub"),
  mul: binary("mul"),
  div: binary("div"),
  max: binary("max"),
  neg: (_body, lanes, x) => lanes.unary("neg", x),
  sqrt: (_body, lanes, x) => lanes.unary("sqrt", x),
  square: (body, lanes, x) => {
    const given = body.let(lanes.type, x);
    return lanes.binary("mul", given, given);
  },
  relu: (_body, lanes, x) => lanes.binary("max", x, lanes.constant(0)),
  step: (body, lanes, x) => {
    const { constant, compare, select } = lanes;
    const given = body.let(lanes.type, x);
    const positive = select(compare("gt", given, constant(0)), constant(1), constant(0));
    return select(compare("eq", given, given), positive, constant(Number.NaN));
  },
  exp,
  log,
  tanh,
  erf,
  cos,
  pow,
  sigmoid,
  softplus: (body, lanes, x) => {
    const given = body.let(lanes.type, x);
    const size = lanes.unary("neg", lanes.unary("abs", given));
    const rest = log1p(body, lanes, exp(body, lanes, size));
    return lanes.binary("add", lanes.binary("max", given, lanes.constant(0)), rest);
  },
};
