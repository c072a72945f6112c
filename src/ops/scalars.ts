import type { Fn } from "../graph/expression.ts";
import { add } from "./add.ts";
import { cos } from "./cos.ts";
import { div } from "./div.ts";
import type { ElementwisePrimitive } from "./elementwise.ts";
import { erf } from "./erf.ts";
import { exp } from "./exp.ts";
import { log } from "./log.ts";
import { max } from "./max.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { pow } from "./pow.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { softplus } from "./softplus.ts";
import { sqrt } from "./sqrt.ts";
import { square } from "./square.ts";
import { step } from "./step.ts";
import { sub } from "./sub.ts";
import { tanh } from "./tanh.ts";

/** The primitive behind each function of the expression language. */
export const scalars: { readonly [F in Fn]: ElementwisePrimitive } = {
  add,
  sub,
  mul,
  div,
  neg,
  exp,
  log,
  tanh,
  sigmoid,
  relu,
  step,
  softplus,
  sqrt,
  square,
  pow,
  erf,
  cos,
  max,
};
