import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";

/** x·Wᵀ + b, of as many rows as x has; b may be one number for all. */
export function linear(ops: Ops, x: Node, weight: Node, bias: Node | undefined): Node {
  return plusBias(ops, ops.matmul(x, weight, { transposeB: true }), bias, 1);
}

/** @param axis of x, along which the bias lies where it is not one number for all */
export function plusBias(ops: Ops, x: Node, bias: Node | undefined, axis: number): Node {
  if (!bias) return x;
  return ops.apply("add", x, ops.broadcast(bias, x.shape, bias.shape.length === 0 ? [] : [axis]));
}
