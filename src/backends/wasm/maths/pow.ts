import type { Code } from "../assembler/code.ts";
import type { Body } from "../emit/body.ts";
import { joinHalves, upperHalf } from "../emit/halves.ts";
import { type Lanes, scalarLanes, vectorLanes } from "../emit/lanes.ts";
import { exp } from "./exp.ts";
import { log } from "./log.ts";

/**
 * x^y as e^(y·ln |x|), with the sign that JavaScript gives: where x is negative, that of an odd y, and no number where
 * y is not whole. Float32 is calculated in float64, since y·ln x loses the digits that its whole part takes.
 */
export function pow(body: Body, lanes: Lanes, x: Code, y: Code): Code {
  if (lanes.dtype === "f64") return wide(body, lanes, x, y);
  const [base, exponent] = [body.let(lanes.type, x), body.let(lanes.type, y)];
  if (lanes.count === 1) {
    const promote = (code: Code): Code => [code, ["f64.promote_f32"]];
    return [wide(body, scalarLanes("f64"), promote(base), promote(exponent)), ["f32.demote_f64"]];
  }
  const pair = vectorLanes("f64");
  const low = (code: Code): Code => [code, ["f64x2.promote_low_f32x4"]];
  const high = (code: Code): Code => low(upperHalf(code));
  const part = (of: (code: Code) => Code) =>
    body.let("v128", [wide(body, pair, of(base), of(exponent)), ["f32x4.demote_f64x2_zero"]]);
  return joinHalves(part(low), part(high));
}

function wide(body: Body, lanes: Lanes, x: Code, y: Code): Code {
  const { type, constant, unary, binary, compare, select } = lanes;
  const keep = (code: Code) => body.let(type, code);
  const [base, exponent] = [keep(x), keep(y)];
  const size = keep(log(body, lanes, unary("abs", base)));
  const power = keep(exp(body, lanes, binary("mul", exponent, size)));

  // of a negative base
  const half = keep(binary("mul", exponent, constant(0.5)));
  const isEven = compare("eq", unary("floor", half), half);
  const signed = select(isEven, power, unary("neg", power));
  const isWhole = compare("eq", unary("floor", exponent), exponent);
  const infinite = compare("eq", size, constant(Number.POSITIVE_INFINITY));
  const negative = select(isWhole, signed, select(infinite, power, constant(Number.NaN)));
  const either = keep(select(compare("lt", base, constant(0)), negative, power));
  // also of 0⁰ and of what is not a number
  return select(compare("eq", exponent, constant(0)), constant(1), either);
}
