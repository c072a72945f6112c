import { Graph } from "../../../graph/graph.ts";
import type { Attrs, Node, Primitive } from "../../../graph/node.ts";
import { InputError } from "../../../tensor/error.ts";
import { formatShape, sizeOf } from "../../../tensor/shape.ts";
import { MAX_AXES, MAX_ELEMENTS } from "../file/read-tensor.ts";

/** How many nodes of ours a file may become. */
const MAX_NODES = 100_000;

/** A graph that somebody's file is built into: it refuses to grow without end. */
export class BoundedGraph extends Graph {
  override add(op: Primitive, inputs: readonly Node[] = [], attrs: Attrs = {}): Node {
    const offsets = (attrs.offsets ?? []) as readonly number[];
    if (!offsets.every(Number.isInteger))
      throw new InputError(`expected places, found ${formatShape(offsets)}`);
    const node = super.add(op, inputs, attrs);
    const { shape } = node;
    const isShape =
      shape.length <= MAX_AXES && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
    if (!isShape || sizeOf(shape) > MAX_ELEMENTS) {
      throw new InputError(
        `expected at most ${MAX_ELEMENTS} elements along at most ${MAX_AXES} axes, found ${formatShape(shape.slice(0, MAX_AXES))}`,
      );
    }
    if (this.nodes.length > MAX_NODES)
      throw new InputError(`expected less to build, found more than ${MAX_NODES} operations`);
    return node;
  }
}
