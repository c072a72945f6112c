import type { Node } from "../../../graph/node.ts";
import { type ElementType, encodingOf } from "../file/element-type.ts";
import { full, spread } from "./broadcasting.ts";
import type { Call } from "./call.ts";
import { abs, choose, greater, mul, sign, smaller, sub, times } from "./scalar.ts";

/**
 * The nearest numbers of a type with fewer digits: by Veltkamp's splitting where they have an exponent of their own, in equal steps
 * where they are nearer to 0 than that, and infinite beyond the largest.
 */
export function narrowed(call: Call, x: Node, to: ElementType): Node {
  const { exponent = 0, bias = 0, bits = 0, special } = encodingOf(to) ?? {};
  if (special !== "ieee") throw call.fail(`expected float16 or bfloat16 of the narrow types, found ${to}`);
  const fraction = bits - 1 - exponent;
  const least = 2 ** (1 - bias);
  const most = (2 - 2 ** -fraction) * 2 ** (2 ** exponent - 2 - bias);
  const digits = call.graph.dtype === "f32" ? 24 : 53;
  const size = abs(call, x);
  const within = smaller(call, size, full(call, most, x));
  const large = times(call, within, 2 ** (digits - fraction - 1) + 1);
  const split = sub(call, large, sub(call, large, within));
  // beside so large a number there is no room for anything finer
  const base = full(call, least * 2 ** (digits - fraction - 1), x);
  const fixed = sub(call, call.ops.apply("add", within, base), base);
  const near = choose(call, greater(call, full(call, least, x), within), fixed, split);
  // half a step beyond the largest it is rounded up
  const limit = full(call, most * (1 + 2 ** -(fraction + 2)), x);
  const infinite = spread(call.ops, call.ops.constant(Number.POSITIVE_INFINITY, []), x.shape);
  return mul(call, sign(call, x), choose(call, greater(call, size, limit), infinite, near));
}
