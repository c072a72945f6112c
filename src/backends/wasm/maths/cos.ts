import type { DType } from "../../../tensor/tensor.ts";
import type { Code } from "../assembler/code.ts";
import type { Body } from "../emit/body.ts";
import type { Lanes } from "../emit/lanes.ts";
import { polynomial } from "./polynomial.ts";

interface Constants {
  /** A turn in parts, so few digits in the first that its multiples are exact. */
  readonly turn: readonly number[];
  /** A quarter of a turn in parts. */
  readonly quarter: readonly [number, number];
  /** (sin(x)/x − 1) / x² over x², for |x| ≤ π/2: Chebyshev. */
  readonly sine: readonly number[];
}

const constants: Readonly<Record<DType, Constants>> = {
  f64: {
    turn: [6.28125, 0.0019353071784280473, 1.1584295886487928e-12],
    quarter: [1.5707963267948966, 6.123233995736766e-17],
    sine: [
      -0.16666666666666666, 0.008333333333333333, -0.00019841269841269806, 2.7557319223971256e-6,
      -2.5052108382389887e-8, 1.605904347927675e-10, -7.647139114646649e-13, 2.810468581681568e-15,
      -8.006048703469621e-18,
    ],
  },
  f32: {
    turn: [6.28125, 0.001934051513671875, 1.2556659146019252e-6],
    quarter: [1.570796251296997, 7.549789954891882e-8],
    sine: [
      -0.1666666666387985, 0.008333332768529359, -0.0001984108650700057, 2.753645944364609e-6,
      -2.408009508712208e-8,
    ],
  },
};

/** Beyond this the multiples of a turn are no longer exact. */
export const LARGEST_ANGLE = 1e4;

/** The cosine of angles up to 10,000, within 2 units in the last place of 1; no number beyond. */
export function cos(body: Body, lanes: Lanes, x: Code): Code {
  const { dtype, type, constant, unary, binary, compare, select } = lanes;
  const { turn, quarter, sine } = constants[dtype];
  const given = body.let(type, x);
  const turns = body.let(type, unary("nearest", binary("mul", given, constant(1 / (2 * Math.PI)))));
  let rest = given;
  for (const part of turn) rest = body.let(type, binary("sub", rest, binary("mul", turns, constant(part))));
  // cos x = sin(π/2 − |x|)
  const [first, second] = quarter;
  const nearly = binary("sub", constant(first), unary("abs", rest));
  const angle = body.let(type, binary("add", nearly, constant(second)));
  const squared = body.let(type, binary("mul", angle, angle));
  const bend = binary("mul", squared, polynomial(body, lanes, squared, sine));
  const result = body.let(type, binary("add", angle, binary("mul", angle, bend)));
  const isSmall = compare("le", unary("abs", given), constant(LARGEST_ANGLE));
  return select(isSmall, result, constant(Number.NaN));
}
