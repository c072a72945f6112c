import type { DType } from "../../../tensor/tensor.ts";
import type { Code } from "../assembler/code.ts";
import type { Body } from "../emit/body.ts";
import type { Lanes } from "../emit/lanes.ts";
import { powerOfTwo, reduceWithin } from "./exp.ts";
import { polynomial } from "./polynomial.ts";

interface Constants {
  /** e to its power is still a finite, normal number. */
  readonly limit: number;
  /** tanh(r/2) = r·(½ + z·odd(z)) / (1 + z·even(z)) with z = r², for |r| ≤ ½ ln 2: Remez, of the absolute error. */
  readonly even: readonly number[];
  readonly odd: readonly number[];
}

const constants: Readonly<Record<DType, Constants>> = {
  f64: {
    limit: 708,
    even: [0.11110799832997954, 0.000991752254577105],
    odd: [0.013887332498324216, 3.3042863464256706e-5],
  },
  f32: { limit: 87, even: [0.09997868401850867], odd: [0.008322711992811193] },
};

/**
 * 1 / (1 + e^−x), within 2.5 ulp; 0 where e^x is no normal number. With x = n·ln 2 + r it is u / (d + u), for
 * u / d = 2ⁿ·e^r = 2ⁿ·(1 + t) / (1 − t) with t = tanh(r/2): a quotient of polynomials needs fewer terms than e^r, and its
 * division is the one that there is anyway.
 */
export function sigmoid(body: Body, lanes: Lanes, x: Code): Code {
  const { dtype, type, constant, binary, compare, select } = lanes;
  const { limit, even, odd } = constants[dtype];
  const keep = (code: Code) => body.let(type, code);
  const given = keep(x);
  const { shifted, r } = reduceWithin(body, lanes, given, limit);
  const z = keep(binary("mul", r, r));
  const whole = keep(binary("add", constant(1), binary("mul", z, polynomial(body, lanes, z, even))));
  const bend = binary("mul", keep(binary("mul", r, z)), polynomial(body, lanes, z, odd));
  const part = keep(binary("add", binary("mul", r, constant(0.5)), bend));
  const up = keep(binary("mul", binary("add", whole, part), powerOfTwo(lanes, shifted)));
  const result = keep(binary("div", up, binary("add", binary("sub", whole, part), up)));
  return select(compare("lt", given, constant(-limit)), constant(0), result);
}
