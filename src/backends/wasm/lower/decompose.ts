import type { Attrs, Node, Primitive } from "../../../graph/node.ts";
import { broadcast } from "../../../ops/broadcast.ts";
import { firstLargest } from "../../../ops/first-largest.ts";
import { largest } from "../../../ops/largest.ts";
import { logSoftmax } from "../../../ops/log-softmax.ts";
import { scalars } from "../../../ops/scalars.ts";
import { softmax } from "../../../ops/softmax.ts";
import { sum } from "../../../ops/sum.ts";
import type { Build } from "./build.ts";
import { firstPlace, mark } from "./places.ts";

/** The primitives that are calculated in parts, each over its own rows or elements; undefined for all others. */
export function decompose(
  build: Build,
  op: Primitive,
  inputs: readonly Node[],
  attrs: Attrs,
): Node | undefined {
  if (op === firstLargest) {
    const place = build(firstPlace, [...inputs, build(largest, inputs, attrs)], attrs);
    return build(mark, [place], { ...attrs, shape: inputs[0].shape });
  }

  if (op !== softmax && op !== logSoftmax) return undefined;
  const [x] = inputs;
  const outer = [...x.shape.slice(0, -1).keys()];
  const axes = [outer.length];
  const spread = (rows: Node): Node => build(broadcast, [rows], { shape: x.shape, axes: outer });
  const shifted = build(scalars.sub, [x, spread(build(largest, [x], { axes }))]);
  const powers = build(scalars.exp, [shifted]);
  const total = build(sum, [powers], { axes });
  return op === softmax
    ? build(scalars.div, [powers, spread(total)])
    : build(scalars.sub, [shifted, spread(build(scalars.log, [total]))]);
}
