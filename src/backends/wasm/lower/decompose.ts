import type { Node, Primitive } from "../../../graph/node.ts";
import { broadcast } from "../../../ops/broadcast.ts";
import { largest } from "../../../ops/largest.ts";
import { logSoftmax } from "../../../ops/log-softmax.ts";
import { scalars } from "../../../ops/scalars.ts";
import { softmax } from "../../../ops/softmax.ts";
import { sum } from "../../../ops/sum.ts";
import type { Build } from "./build.ts";

/** The primitives that are calculated in parts, each over its own rows or elements; undefined for all others. */
export function decompose(build: Build, op: Primitive, inputs: readonly Node[]): Node | undefined {
  if (op !== softmax && op !== logSoftmax) return undefined;
  const [x] = inputs;
  const spread = (rows: Node): Node => build(broadcast, [rows], { shape: x.shape, axes: [0] });
  const shifted = build(scalars.sub, [x, spread(build(largest, [x]))]);
  const powers = build(scalars.exp, [shifted]);
  const total = build(sum, [powers], { axes: [1] });
  return op === softmax
    ? build(scalars.div, [powers, spread(total)])
    : build(scalars.sub, [shifted, spread(build(scalars.log, [total]))]);
}
