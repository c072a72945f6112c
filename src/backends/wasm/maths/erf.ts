import type { DType } from "../../../tensor/tensor.ts";
import type { Code } from "../assembler/code.ts";
import type { Body } from "../emit/body.ts";
import type { Lanes } from "../emit/lanes.ts";
import { expWithin } from "./exp.ts";
import { polynomial } from "./polynomial.ts";

interface Constants {
  /** Beyond this erf has rounded to 1. */
  readonly large: number;
  /** (erf(x)/x − 2/√π) / x² over x², for |x| ≤ 1: Chebyshev. */
  readonly near: readonly number[];
  /** e^x² · (1 − erf x) over (x − c)/(x + c), for 1 ≤ x ≤ large: Chebyshev. */
  readonly center: number;
  readonly far: readonly number[];
}

const constants: Readonly<Record<DType, Constants>> = {
  f64: {
    large: 6,
    near: [
      -0.37612638903183754, 0.11283791670955125, -0.026866170645131082, 0.005223977625438469,
      -0.0008548327023024696, 0.0001205533295270044, -1.4925649082364785e-5, 1.6462076794793434e-6,
      -1.6365085592632062e-7, 1.4796618901290416e-8, -1.219035624032117e-9, 8.800680090460203e-11,
      -4.374621450325064e-12,
    ],
    center: 2.5,
    far: [
      0.21080636406114356, -0.3717367339489732, 0.251713193217456, -0.12503305237885554, 0.0399225390747838,
      -0.0039937011641469865, -0.002642365927759658, 0.0008759154019168855, 0.00022837955896605415,
      -0.00012887649615317198, -3.4172229273553035e-5, 1.8609712314617464e-5, 7.48480117852628e-6,
      -2.2842173094341345e-6, -1.5625258507743158e-6, 8.134380709229634e-8,
    ],
  },
  f32: {
    large: 4,
    near: [
      -0.3761263888890428, 0.11283790270103468, -0.026865945307221414, 0.0052226111279911214,
      -0.0008508545287337367, 0.00011451736882114557, -1.0216748055511625e-5,
    ],
    center: 2.5,
    far: [
      0.21080636780144338, -0.3717367847149471, 0.25171221650607745, -0.12503018126629356,
      0.03996438660515563, -0.003986350313803165, -0.0031158498090332614,
    ],
  },
};

/** The error function, within 2 ulp. */
export function erf(body: Body, lanes: Lanes, x: Code): Code {
  const { dtype, type, constant, unary, compare, select, copySign } = lanes;
  const { large } = constants[dtype];
  const given = body.let(type, x);
  const size = body.let(type, unary("abs", given));
  const kept = body.let(type, select(compare("gt", size, constant(large)), constant(large), size));
  const near = body.let(type, nearZero(body, lanes, kept));
  const far = body.let(type, farFromZero(body, lanes, kept));
  return copySign(select(compare("gt", kept, constant(1)), far, near), given);
}

/** x + x·((2/√π − 1) + x²·near): the sum is as exact as its first term. */
function nearZero(body: Body, lanes: Lanes, x: Code): Code {
  const { dtype, type, constant, binary } = lanes;
  const squared = body.let(type, binary("mul", x, x));
  const bend = binary("mul", squared, polynomial(body, lanes, squared, constants[dtype].near));
  const slope = binary("add", constant(2 / Math.sqrt(Math.PI) - 1), bend);
  return binary("add", x, binary("mul", x, slope));
}

/** 1 − e^−x² · far, where the second term is so small that its errors vanish. */
function farFromZero(body: Body, lanes: Lanes, x: Code): Code {
  const { dtype, type, constant, unary, binary } = lanes;
  const { large, center, far } = constants[dtype];
  const c = constant(center);
  const place = body.let(type, binary("div", binary("sub", x, c), binary("add", x, c)));
  const gauss = expWithin(body, lanes, unary("neg", binary("mul", x, x)), large * large);
  return binary("sub", constant(1), binary("mul", gauss, polynomial(body, lanes, place, far)));
}
