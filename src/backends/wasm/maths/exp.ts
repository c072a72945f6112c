import type { DType } from "../../../tensor/tensor.ts";
import type { Code } from "../assembler/code.ts";
import type { Body } from "../emit/body.ts";
import { bitsOf, bytesOf, type Lanes } from "../emit/lanes.ts";
import { polynomial } from "./polynomial.ts";

interface Constants {
  /** Below and above, the result is 0 or infinite. */
  readonly range: readonly [number, number];
  /** Added to a small number, this leaves the nearest integer in the last bits: 1.5 · 2^mantissa. */
  readonly shifter: number;
  /** ln 2 in two parts; the first ends in zeros, so that small multiples of it are exact. */
  readonly ln2: readonly [high: number, low: number];
  readonly mantissa: number;
  /** (e^r − 1 − r) / r² for |r| ≤ ½ ln 2: Chebyshev. */
  readonly tail: readonly number[];
}

const constants: Readonly<Record<DType, Constants>> = {
  f64: {
    range: [-746, 710],
    shifter: 1.5 * 2 ** 52,
    ln2: [0.6931471803691238, 1.9082149292705877e-10],
    mantissa: 52,
    tail: [
      0.5, 0.16666666666666669, 0.041666666666623824, 0.008333333333330039, 0.0013888888917367081,
      0.00019841269863171557, 2.4801521057868204e-5, 2.7557268276905696e-6, 2.7620201591031547e-7,
      2.5100472505694996e-8,
    ],
  },
  f32: {
    range: [-104, 89],
    shifter: 1.5 * 2 ** 23,
    ln2: [0.693359375, -2.1219444005469057e-4],
    mantissa: 23,
    tail: [0.5, 0.16666576666119928, 0.04166655421298415, 0.008363232883682618, 0.0013926250831497611],
  },
};

/** x = n·ln 2 + r, with |r| ≤ ½ ln 2. */
interface Reduced {
  /** A number that carries n in its last bits. */
  readonly shifted: Code;
  readonly r: Code;
}

/** Of x that are within ±`limit`, or brought there, where e^x is finite. */
export function reduceWithin(body: Body, lanes: Lanes, x: Code, limit: number): Reduced {
  return reduce(body, lanes, body.let(lanes.type, clamp(body, lanes, x, -limit, limit)));
}

function reduce(body: Body, lanes: Lanes, x: Code): Reduced {
  const { shifter, ln2 } = constants[lanes.dtype];
  const { type, constant, binary } = lanes;
  const keep = (code: Code) => body.let(type, code);
  const shifted = keep(binary("add", binary("mul", x, constant(Math.LOG2E)), constant(shifter)));
  const n = keep(binary("sub", shifted, constant(shifter)));
  const near = binary("sub", x, binary("mul", n, constant(ln2[0])));
  return { shifted, r: keep(binary("sub", near, binary("mul", n, constant(ln2[1])))) };
}

/** e^r. */
function expOfRest(body: Body, lanes: Lanes, r: Code): Code {
  const { dtype, type, constant, binary } = lanes;
  const squared = body.let(type, binary("mul", r, r));
  const bend = polynomial(body, lanes, r, constants[dtype].tail);
  return binary("add", constant(1), binary("add", r, binary("mul", squared, bend)));
}

/** 2^n from the number that carries n in its last bits; n within the exponents of normal numbers. */
export function powerOfTwo({ dtype, shift, integer, bits }: Lanes, shifted: Code): Code {
  return integer("add", shift("shl", shifted, constants[dtype].mantissa), bits(bitsOf(dtype, 1)));
}

/** e^x, within 1 ulp; results below the normal numbers lose digits as they must. */
export function exp(body: Body, lanes: Lanes, x: Code): Code {
  const { type, binary } = lanes;
  const [low, high] = constants[lanes.dtype].range;
  const { shifted, r } = reduce(body, lanes, body.let(type, clamp(body, lanes, x, low, high)));
  const power = body.let(type, expOfRest(body, lanes, r));
  // 2^n in two factors: n itself may lie beyond the exponents of normal numbers
  const [half, rest] = halves(body, lanes, shifted);
  return binary("mul", binary("mul", power, powerOfTwo(lanes, half)), powerOfTwo(lanes, rest));
}

/** e^x where neither x nor the result need be near their ends: x is kept within ±`limit`. */
export function expWithin(body: Body, lanes: Lanes, x: Code, limit: number): Code {
  const { shifted, r } = reduceWithin(body, lanes, x, limit);
  return lanes.binary("mul", expOfRest(body, lanes, r), powerOfTwo(lanes, shifted));
}

/** What is not a number stays so. */
function clamp(body: Body, lanes: Lanes, x: Code, low: number, high: number): Code {
  const { type, constant, compare, select } = lanes;
  const given = body.let(type, x);
  const below = body.let(type, select(compare("lt", given, constant(low)), constant(low), given));
  return select(compare("gt", below, constant(high)), constant(high), below);
}

/** More bits than any n needs. */
const BITS_OF_N = 12;

/** n as the sum of two integers, each in the last bits of a number. */
function halves(body: Body, { dtype, type, integer, shift }: Lanes, shifted: Code): [Code, Code] {
  const above = 8 * bytesOf(dtype) - BITS_OF_N;
  // what stands above n is pushed out, then n comes back with its sign
  const n = body.let(type, shift("shr_s", shift("shl", shifted, above), above));
  const half = body.let(type, shift("shr_s", n, 1));
  return [half, body.let(type, integer("sub", n, half))];
}
