import type { Node } from "../../../graph/node.ts";
import { mapOf } from "../../../ops/view.ts";
import { InputError } from "../../../tensor/error.ts";
import { type Extent, isBatch, sameExtent } from "./extent.ts";
import type { Drawn, Pen } from "./pen.ts";

/** Where a tensor stands in a larger one: along each axis of that from where on, and which of its own axes that is. */
export interface Placed {
  readonly part: Node;
  readonly offsets: readonly number[];
  /** Undefined of an axis that the part does not have: it stands at one place of it. */
  readonly axes: readonly (number | undefined)[];
}

/** Undefined where an unview does more than to put a tensor somewhere: where it adds up, spreads or turns around. */
export function placedOf(node: Node): Placed | undefined {
  const [part] = node.inputs;
  const { offsets, coefficients } = mapOf(node.attrs);
  const rank = part.shape.length;
  const rows = offsets.map((_, k) => coefficients.slice(k * rank, (k + 1) * rank));
  const axes = rows.map((row) => {
    const axis = row.findIndex((c) => c !== 0);
    return axis < 0 ? undefined : axis;
  });
  const isSimple = rows.every(
    (row) => row.every((c) => c === 0 || c === 1) && row.filter((c) => c === 1).length <= 1,
  );
  const inOrder = axes.filter((axis) => axis !== undefined);
  if (!isSimple || inOrder.length !== rank || inOrder.some((axis, i) => axis !== i)) return undefined;
  const fits = offsets.every((offset, k) => {
    const axis = axes[k];
    return offset >= 0 && offset + (axis === undefined ? 1 : part.shape[axis]) <= node.shape[k];
  });
  return fits ? { part, offsets, axes } : undefined;
}

/** The part with an axis of extent 1 for each that it lacks. */
export function withAllAxes({ drawing, full }: Pen, { part, axes }: Placed): string {
  const missing = [...axes.keys()].filter((k) => axes[k] === undefined);
  return missing.length === 0
    ? full(part)
    : drawing.add("Unsqueeze", [full(part), drawing.integers(missing)]);
}

/** What is put somewhere among zeros. */
export function drawUnview(pen: Pen, node: Node): Drawn {
  const { drawing, extents, called } = pen;
  const placed = placedOf(node);
  if (!placed) {
    throw new InputError(
      `onnx: expected an operation that has a form in ONNX, found unview (%${node.id}) that adds up`,
    );
  }
  const own = extents(placed.part);
  const whole = extents(node);
  const around = whole.map((extent, k) => {
    const axis = placed.axes[k];
    return framing(extent, placed.offsets[k], axis === undefined ? 1 : own[axis]);
  });
  const pads = [...around.map(({ before }) => before), ...around.map(({ behind }) => behind)];
  const inputs = [withAllAxes(pen, placed), drawing.integers(pads)];
  return { name: drawing.add("Pad", inputs, {}, called), extents: whole };
}

function framing(extent: Extent, before: number, own: Extent): { before: number; behind: number } {
  if (sameExtent(extent, own)) return { before: 0, behind: 0 };
  if (!isBatch(extent) && !isBatch(own)) return { before, behind: extent - before - own };
  throw new InputError("onnx: expected every sample to be placed by itself");
}
