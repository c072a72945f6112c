import type { Node } from "../../../graph/node.ts";
import { InputError } from "../../../tensor/error.ts";
import { formatShape } from "../../../tensor/shape.ts";

/** How far an axis reaches: a number, or so many times the samples of a batch. */
export type Extent = number | { readonly samples: number };

/** The sizes of batch with which a graph is built twice, to see which extents are those of the batch. */
export const SIZES = [2, 3] as const;

/**
 * The extents of every node, from two graphs that are the same but for the size of their batch.
 * @throws InputError where more than extents differs, or an extent grows in another way than with the batch
 */
export function extentsOf(one: readonly Node[], other: readonly Node[]): Map<number, readonly Extent[]> {
  if (one.length !== other.length) throw differing();
  return new Map(
    one.map((node, i) => {
      if (!isAlike(node, other[i])) throw differing(node);
      return [node.id, node.shape.map((extent, axis) => extentOf(extent, other[i].shape[axis], node))];
    }),
  );
}

function isAlike(a: Node, b: Node): boolean {
  if (a.op.name !== b.op.name || a.id !== b.id || a.shape.length !== b.shape.length) return false;
  if (!a.inputs.every((input, i) => input.id === b.inputs[i].id)) return false;
  // `shape` is that of what comes out, which is looked at extent by extent
  const settings = ({ attrs }: Node) => JSON.stringify({ ...attrs, shape: undefined });
  return settings(a) === settings(b);
}

function extentOf(one: number, other: number, node: Node): Extent {
  if (one === other) return one;
  const samples = one / SIZES[0];
  if (Number.isInteger(samples) && other === samples * SIZES[1]) return { samples };
  throw differing(node);
}

function differing(node?: Node): InputError {
  const where = node ? ` at %${node.id} (${node.op.name}, ${formatShape(node.shape)})` : "";
  return new InputError(
    `onnx: expected a network that does the same with every number of samples, found one that does not${where}`,
  );
}

export function isBatch(extent: Extent): extent is { readonly samples: number } {
  return typeof extent !== "number";
}

export function sameExtent(a: Extent, b: Extent): boolean {
  return isBatch(a) ? isBatch(b) && a.samples === b.samples : a === b;
}

export function sameExtents(a: readonly Extent[], b: readonly Extent[]): boolean {
  return a.length === b.length && a.every((extent, axis) => sameExtent(extent, b[axis]));
}
