import type { DType } from "../../../tensor/tensor.ts";
import type { Code } from "../assembler/code.ts";
import type { Body } from "../emit/body.ts";
import { bitsOf, type Lanes } from "../emit/lanes.ts";
import { polynomial } from "./polynomial.ts";

interface Constants {
  readonly mantissa: number;
  /** 1.5 · 2^mantissa: its bits plus an integer are the number plus that integer. */
  readonly shifter: number;
  readonly ln2: readonly [high: number, low: number];
  readonly smallestNormal: number;
  /** (ln((1 + s)/(1 − s)) − 2s) / s³ over s², for |s| ≤ (√2 − 1)/(√2 + 1): Chebyshev. */
  readonly tail: readonly number[];
}

const constants: Readonly<Record<DType, Constants>> = {
  f64: {
    mantissa: 52,
    shifter: 1.5 * 2 ** 52,
    ln2: [0.6931471803691238, 1.9082149292705877e-10],
    smallestNormal: 2 ** -1022,
    tail: [
      0.6666666666666666, 0.40000000000000885, 0.28571428570799784, 0.22222222392581045, 0.18181795547521137,
      0.15386244737621665, 0.13268638369266825, 0.13088034850927555,
    ],
  },
  f32: {
    mantissa: 23,
    shifter: 1.5 * 2 ** 23,
    ln2: [0.693359375, -2.1219444005469057e-4],
    smallestNormal: 2 ** -126,
    tail: [0.6666666655404201, 0.4000012221181065, 0.28550778633191964, 0.23331614471843498],
  },
};

/** The natural logarithm, within 1 ulp; of 0 it is −∞, of what is negative not a number. */
export function log(body: Body, lanes: Lanes, x: Code): Code {
  const { dtype, type, constant, binary, compare, select, shift, integer, bits } = lanes;
  const { mantissa, shifter, ln2, smallestNormal, tail } = constants[dtype];
  const keep = (code: Code) => body.let(type, code);
  const given = keep(x);

  // x = m · 2^e with √½ ≤ m < √2
  const isSmall = compare("lt", given, constant(smallestNormal));
  const scaled = keep(select(isSmall, binary("mul", given, constant(2 ** mantissa)), given));
  const above = integer("sub", scaled, bits(bitsOf(dtype, Math.SQRT1_2)));
  const exponent = keep(shift("shr_s", above, mantissa));
  const m = integer("sub", scaled, shift("shl", exponent, mantissa));
  const counted = binary(
    "sub",
    integer("add", exponent, bits(bitsOf(dtype, shifter))),
    select(isSmall, constant(shifter + mantissa), constant(shifter)),
  );
  const e = keep(counted);

  // ln m = f − (f²/2 − s·(f²/2 + s²·tail)), f = m − 1, s = f/(2 + f)
  const f = keep(binary("sub", m, constant(1)));
  const s = keep(binary("div", f, binary("add", constant(2), f)));
  const squared = keep(binary("mul", s, s));
  const half = keep(binary("mul", constant(0.5), binary("mul", f, f)));
  const rest = binary("mul", squared, polynomial(body, lanes, squared, tail));
  const bend = binary("mul", s, binary("add", half, rest));
  const low = binary("add", bend, binary("mul", e, constant(ln2[1])));
  const near = binary("sub", f, binary("sub", half, low));
  const result = keep(binary("add", binary("mul", e, constant(ln2[0])), near));
  return ends(lanes, given, result);
}

function ends({ constant, compare, select }: Lanes, x: Code, result: Code): Code {
  const infinite = select(compare("eq", x, constant(Number.POSITIVE_INFINITY)), x, result);
  const atZero = select(compare("eq", x, constant(0)), constant(Number.NEGATIVE_INFINITY), infinite);
  // of less than 0, and of what is not a number already
  return select(compare("ge", x, constant(0)), atZero, constant(Number.NaN));
}

/** ln(1 + x) for 0 ≤ x ≤ 1, without losing a small x beside the 1. */
export function log1p(body: Body, lanes: Lanes, x: Code): Code {
  const { type, constant, binary, compare, select } = lanes;
  const given = body.let(type, x);
  const sum = body.let(type, binary("add", constant(1), given));
  const kept = body.let(type, binary("sub", sum, constant(1)));
  const isLost = compare("eq", kept, constant(0));
  const divisor = select(isLost, constant(1), kept);
  const scaled = binary("mul", body.let(type, log(body, lanes, sum)), binary("div", given, divisor));
  return select(isLost, given, scaled);
}
