import type { Node } from "../../../graph/node.ts";
import { sizeOf, stridesOf } from "../../../tensor/shape.ts";
import type { Values } from "../../../tensor/tensor.ts";
import { type Extent, isBatch } from "./extent.ts";

/** The numbers of the nodes that nothing from outside reaches, in float64. */
export function constantsOf(nodes: readonly Node[]): Map<number, Values> {
  const values = new Map<number, Values>();
  for (const node of nodes) {
    if (node.op.name === "input" || node.op.name === "state" || node.op.isDrawn) continue;
    const inputs = node.inputs.map((input) => values.get(input.id));
    if (!inputs.every((input) => input !== undefined)) continue;
    const out = new Float64Array(sizeOf(node.shape));
    node.op.meaning(node, inputs, out);
    values.set(node.id, out);
  }
  return values;
}

/**
 * Numbers without the axes along which they are the same: 1 stands for such an extent, and no extents at all for one number.
 * Undefined where the samples of a batch differ.
 */
export function condensed(
  { shape }: Node,
  extents: readonly Extent[],
  values: Values,
): { shape: number[]; values: number[] } | undefined {
  if (values.every((value) => Object.is(value, values[0]))) return { shape: [], values: [values[0]] };
  const strides = stridesOf(shape);
  const kept = extents.map((extent, axis) => {
    const isSame = values.every((value, i) => {
      const place = Math.floor(i / strides[axis]) % shape[axis];
      return Object.is(value, values[i - place * strides[axis]]);
    });
    return isSame ? 1 : isBatch(extent) ? undefined : extent;
  });
  if (!kept.every((extent) => extent !== undefined)) return undefined;
  const picked = Array.from(values).filter((_, i) =>
    kept.every((extent, axis) => extent > 1 || Math.floor(i / strides[axis]) % shape[axis] === 0),
  );
  const first = kept.findIndex((extent) => extent > 1);
  return { shape: kept.slice(first), values: picked };
}
