import type { Node } from "../../../graph/node.ts";
import { joined } from "../../../nn/layers/assemble.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { full } from "./broadcasting.ts";
import type { Call } from "./call.ts";

/*
 * Functions that are compositions of primitives, element by element. Those that round are exact: adding and taking away a
 * number beyond which there are no fractions leaves the nearest whole one.
 */

export const add = ({ ops }: Call, a: Node, b: Node): Node => ops.apply("add", a, b);
export const sub = ({ ops }: Call, a: Node, b: Node): Node => ops.apply("sub", a, b);
export const mul = ({ ops }: Call, a: Node, b: Node): Node => ops.apply("mul", a, b);
export const div = ({ ops }: Call, a: Node, b: Node): Node => ops.apply("div", a, b);
export const neg = ({ ops }: Call, x: Node): Node => ops.apply("neg", x);

export function plus(call: Call, x: Node, value: number): Node {
  return add(call, x, full(call, value, x));
}

export function times(call: Call, x: Node, value: number): Node {
  return mul(call, x, full(call, value, x));
}

/** 1 where x is positive, else 0. */
export function positive({ ops }: Call, x: Node): Node {
  return ops.apply("step", x);
}

/** 1 where a > b. */
export function greater(call: Call, a: Node, b: Node): Node {
  return positive(call, sub(call, a, b));
}

export function not(call: Call, x: Node): Node {
  return sub(call, full(call, 1, x), x);
}

export function equal(call: Call, a: Node, b: Node): Node {
  return not(call, add(call, greater(call, a, b), greater(call, b, a)));
}

export function smaller({ ops }: Call, a: Node, b: Node): Node {
  return ops.apply("neg", ops.apply("max", ops.apply("neg", a), ops.apply("neg", b)));
}

export function abs({ ops }: Call, x: Node): Node {
  return ops.apply("max", x, ops.apply("neg", x));
}

export function sign(call: Call, x: Node): Node {
  return sub(call, positive(call, x), positive(call, neg(call, x)));
}

/** The nearest whole number; of two as near, the even one. */
export function round(call: Call, x: Node): Node {
  const { ops, graph } = call;
  // from here on there are no fractions
  const most = full(call, graph.dtype === "f32" ? 2 ** 23 : 2 ** 52, x);
  const size = abs(call, x);
  const near = smaller(call, size, most);
  const whole = sub(call, add(call, near, most), most);
  const beyond = ops.apply("relu", sub(call, size, most));
  return mul(call, sign(call, x), add(call, whole, beyond));
}

/** The largest whole number that is not above x. */
export function floor(call: Call, x: Node): Node {
  const whole = round(call, x);
  return sub(call, whole, greater(call, whole, x));
}

export function ceil(call: Call, x: Node): Node {
  return neg(call, floor(call, neg(call, x)));
}

/** The whole part, towards 0. */
export function truncate(call: Call, x: Node): Node {
  return mul(call, sign(call, x), floor(call, abs(call, x)));
}

export function tan(call: Call, x: Node): Node {
  return div(call, sin(call, x), call.ops.apply("cos", x));
}

export function sin(call: Call, x: Node): Node {
  return call.ops.apply("cos", plus(call, x, -Math.PI / 2));
}

/** Halved three times by tan(x/2) = t/(1 + √(1 + t²)), and then the series. */
export function atan(call: Call, x: Node): Node {
  let t = x;
  for (let i = 0; i < HALVINGS; i++) {
    const root = call.ops.apply("sqrt", plus(call, call.ops.apply("square", t), 1));
    t = div(call, t, plus(call, root, 1));
  }
  const square = call.ops.apply("square", t);
  let series = full(call, 0, x);
  for (let k = TERMS; k >= 0; k--)
    series = plus(call, mul(call, square, series), (k % 2 === 0 ? 1 : -1) / (2 * k + 1));
  return times(call, mul(call, t, series), 2 ** HALVINGS);
}

const [HALVINGS, TERMS] = [3, 11] as const;

/** 2·atan(x / (1 + √(1 − x²))) */
export function asin(call: Call, x: Node): Node {
  const root = call.ops.apply("sqrt", sub(call, full(call, 1, x), call.ops.apply("square", x)));
  return times(call, atan(call, div(call, x, plus(call, root, 1))), 2);
}

/** Where c is 1 that of a, where it is 0 that of b; exact whatever the numbers are, infinite ones and none included. */
export function choose(call: Call, c: Node, a: Node, b: Node): Node {
  const { ops } = call;
  const size = sizeOf(c.shape);
  const column = (x: Node) => ops.reshape(x, [size, 1]);
  const table = joined(ops, [column(a), column(b)], 0);
  const places = call.counting(size);
  const other = times(call, not(call, ops.reshape(c, [size])), size);
  return ops.reshape(ops.gather(table, add(call, places, other)), c.shape);
}
