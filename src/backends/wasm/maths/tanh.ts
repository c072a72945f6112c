import type { DType } from "../../../tensor/tensor.ts";
import type { Code } from "../assembler/code.ts";
import type { Body } from "../emit/body.ts";
import type { Lanes } from "../emit/lanes.ts";
import { expWithin } from "./exp.ts";
import { polynomial } from "./polynomial.ts";

interface Constants {
  /** Beyond this tanh has rounded to 1. */
  readonly large: number;
  /** (tanh(x)/x − 1) / x² over x², for |x| ≤ 0.64: Chebyshev. */
  readonly near: readonly number[];
}

const constants: Readonly<Record<DType, Constants>> = {
  f64: {
    large: 20,
    near: [
      -0.3333333333333333, 0.13333333333332853, -0.0539682539676935, 0.021869488510524646,
      -0.00886323492263046, 0.003592119516565902, -0.0014557582339364767, 0.0005895761028895185,
      -0.00023732399489600074, 9.205022607428031e-5, -3.062720339915007e-5, 6.212662177470083e-6,
    ],
  },
  f32: {
    large: 10,
    near: [
      -0.3333333312115018, 0.13333296022260185, -0.05395752058429435, 0.021755122523991543,
      -0.008299893045793037, 0.002244058260349484,
    ],
  },
};

/** Up to here the polynomial holds. */
const NEAR = 0.64;

/** The hyperbolic tangent, within 2 ulp. */
export function tanh(body: Body, lanes: Lanes, x: Code): Code {
  const { dtype, type, constant, unary, compare, select, copySign } = lanes;
  const { large } = constants[dtype];
  const given = body.let(type, x);
  const size = body.let(type, unary("abs", given));
  const near = body.let(type, nearZero(body, lanes, size));
  const far = body.let(type, farFromZero(body, lanes, size, 2 * large));
  return copySign(select(compare("gt", size, constant(NEAR)), far, near), given);
}

/** x + x·x²·near */
function nearZero(body: Body, lanes: Lanes, x: Code): Code {
  const { dtype, type, binary } = lanes;
  const squared = body.let(type, binary("mul", x, x));
  const bend = binary("mul", squared, polynomial(body, lanes, squared, constants[dtype].near));
  return binary("add", x, binary("mul", x, bend));
}

/** 1 − 2/(e^2x + 1), where the second term is below ½, and its errors with it. */
function farFromZero(body: Body, lanes: Lanes, x: Code, limit: number): Code {
  const { constant, binary } = lanes;
  const power = expWithin(body, lanes, binary("mul", constant(2), x), limit);
  const rest = binary("div", constant(2), binary("add", power, constant(1)));
  return binary("sub", constant(1), rest);
}
