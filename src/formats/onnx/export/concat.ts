import type { Node } from "../../../graph/node.ts";
import type { Drawn, Pen } from "./pen.ts";
import { type Placed, placedOf, withAllAxes } from "./unview.ts";

/** Tensors one behind the other along an axis of the whole. */
export interface Concatenation {
  readonly axis: number;
  readonly parts: readonly Placed[];
}

/** What joins tensors in our graphs is a sum of them, each among zeros; undefined where a sum is of other things. */
export function concatenationOf(sum: Node, uses: (node: Node) => number): Concatenation | undefined {
  const terms: Node[] = [];
  // sums are added up from the left
  let node = sum;
  for (; node.op.name === "add" && (node === sum || uses(node) === 1); node = node.inputs[0])
    terms.unshift(node.inputs[1]);
  terms.unshift(node);
  const parts = terms.map((term) =>
    term.op.name === "unview" && uses(term) === 1 ? placedOf(term) : undefined,
  );
  if (!parts.every((part) => part !== undefined)) return undefined;
  const axis = sum.shape.findIndex((extent, k) => extentAlong(parts[0], k) !== extent);
  if (axis < 0) return undefined;
  let next = 0;
  for (const part of parts) {
    const isNext = part.offsets.every((offset, k) => offset === (k === axis ? next : 0));
    const isWhole = sum.shape.every((extent, k) => k === axis || extentAlong(part, k) === extent);
    if (!isNext || !isWhole) return undefined;
    next += extentAlong(part, axis);
  }
  return next === sum.shape[axis] ? { axis, parts } : undefined;
}

function extentAlong({ part, axes }: Placed, k: number): number {
  const axis = axes[k];
  return axis === undefined ? 1 : part.shape[axis];
}

export function drawConcatenation(pen: Pen, node: Node, { axis, parts }: Concatenation): Drawn {
  const inputs = parts.map((part) => withAllAxes(pen, part));
  return {
    name: pen.drawing.add("Concat", inputs, { axis: { integer: axis } }, pen.called),
    extents: pen.extents(node),
  };
}
