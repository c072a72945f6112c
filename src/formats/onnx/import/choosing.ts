import type { Node } from "../../../graph/node.ts";
import { formatShape, type Shape, sameShape, sizeOf, stridesOf } from "../../../tensor/shape.ts";
import { axisOf, spread } from "./broadcasting.ts";
import { type Call, type Family, int64, like } from "./call.ts";
import { gathered } from "./moving.ts";
import { add, equal, mul, neg, sub, times } from "./scalar.ts";

/** What reads at places that are numbers themselves. */
export const choosing: Family = {
  Gather: (call) => {
    const [x, indices] = [call.input(0), call.input(1)];
    const axis = axisOf(call, call.integer("axis", 0), x.node.shape.length);
    return like(x, gathered(call.ops, x.node, counted(call, indices.node, x.node.shape[axis]), axis));
  },
  GatherElements: (call) => {
    const [x, indices] = [call.input(0), call.input(1).node];
    const axis = axisOf(call, call.integer("axis", 0), x.node.shape.length);
    return like(x, fromFlat(call, x.node, elementPlaces(call, x.node.shape, indices, axis)));
  },
  GatherND: (call) => {
    const [x, indices] = [call.input(0), call.input(1).node];
    const batch = call.integer("batch_dims", 0);
    const { places, width, outer } = rowPlaces(call, x.node.shape, indices, batch);
    const rows = call.ops.reshape(x.node, [sizeOf(x.node.shape) / width, width]);
    const inner = x.node.shape.slice(batch + indices.shape[indices.shape.length - 1]);
    return like(x, call.ops.reshape(call.ops.gather(rows, places), [...outer, ...inner]));
  },
  OneHot: (call) => {
    const [indices, values] = [call.input(0).node, call.input(2)];
    const [depth] = call.knownInput(1) ?? [0];
    const rank = indices.shape.length + 1;
    const axis = axisOf(call, call.integer("axis", -1), rank);
    const shape = [...indices.shape.slice(0, axis), depth, ...indices.shape.slice(axis)];
    const others = [...shape.keys()].filter((i) => i !== axis);
    const places = call.ops.broadcast(call.counting(depth), shape, [axis]);
    const chosen = equal(call, call.ops.broadcast(counted(call, indices, depth), shape, others), places);
    const [off, on] = [0, 1].map((place) =>
      spread(call.ops, gathered(call.ops, values.node, call.literal([1], [place]), 0), shape),
    );
    return like(values, add(call, off, mul(call, chosen, sub(call, on, off))));
  },
  Compress: (call) => {
    const x = call.input(0);
    const flags = call.knownInput(1) ?? [];
    const places = [...flags.keys()].filter((i) => flags[i] !== 0);
    if (call.has("axis")) {
      const axis = axisOf(call, call.integer("axis", 0), x.node.shape.length);
      return like(x, gathered(call.ops, x.node, call.literal([places.length], places), axis));
    }
    return like(
      x,
      gathered(
        call.ops,
        call.ops.reshape(x.node, [sizeOf(x.node.shape)]),
        call.literal([places.length], places),
        0,
      ),
    );
  },
  NonZero: (call) => {
    const x = call.input(0).node;
    const values = call.known(call.input(0));
    const places = [...values.keys()].filter((i) => values[i] !== 0);
    const strides = stridesOf(x.shape);
    const rows = x.shape.flatMap((extent, axis) => places.map((i) => Math.floor(i / strides[axis]) % extent));
    return int64(call.literal([x.shape.length, places.length], rows));
  },
  ReverseSequence: (call) => {
    const x = call.input(0);
    const [batch, time] = [call.integer("batch_axis", 1), call.integer("time_axis", 0)];
    const lengths = call.knownInput(1) ?? [];
    const { shape } = x.node;
    const strides = stridesOf(shape);
    const places = call.table(shape, (i) => {
      const at = Math.floor(i / strides[time]) % shape[time];
      const length = lengths[Math.floor(i / strides[batch]) % shape[batch]] ?? 0;
      return at < length ? i + (length - 1 - 2 * at) * strides[time] : i;
    });
    return like(x, fromFlat(call, x.node, places));
  },
};

/** Places below 0 are counted from the end. */
function counted(call: Call, indices: Node, extent: number): Node {
  return add(call, indices, times(call, call.ops.apply("step", neg(call, indices)), extent));
}

/** The elements at places counted through the whole tensor. */
function fromFlat(call: Call, x: Node, places: Node): Node {
  const { ops } = call;
  const column = ops.reshape(x, [sizeOf(x.shape), 1]);
  return ops.reshape(ops.gather(column, places), places.shape);
}

/** Places counted through the tensor, from places along one axis: all other axes are those of the indices. */
export function elementPlaces(call: Call, shape: Shape, indices: Node, axis: number): Node {
  const strides = stridesOf(shape);
  const own = stridesOf(indices.shape);
  const others = call.table(indices.shape, (i) =>
    indices.shape.reduce(
      (sum, extent, k) => (k === axis ? sum : sum + (Math.floor(i / own[k]) % extent) * strides[k]),
      0,
    ),
  );
  const along = times(call, counted(call, indices, shape[axis]), strides[axis]);
  return add(call, others, along);
}

/** The last axis of the indices holds a place along each of the first axes of what is read, behind those of the batch. */
export function rowPlaces(
  call: Call,
  shape: Shape,
  indices: Node,
  batch: number,
): { places: Node; width: number; outer: Shape } {
  const { ops } = call;
  const depth = indices.shape[indices.shape.length - 1];
  const outer = indices.shape.slice(0, -1);
  if (!sameShape(shape.slice(0, batch), indices.shape.slice(0, batch)) || batch + depth > shape.length) {
    throw call.fail(`expected places in ${formatShape(shape)}, found ${formatShape(indices.shape)} of them`);
  }
  const width = sizeOf(shape.slice(batch + depth));
  const strides = stridesOf(shape).map((stride) => stride / Math.max(1, width));
  const own = stridesOf(outer);
  const starts = Array.from({ length: batch }, (_, k) => k);
  let places = call.table(outer, (i) =>
    starts.reduce((sum, k) => sum + (Math.floor(i / own[k]) % outer[k]) * strides[k], 0),
  );
  for (let k = 0; k < depth; k++) {
    const map = {
      offsets: [...outer.map(() => 0), k],
      coefficients: indices.shape.flatMap((_, from) => outer.map((_o, to) => Number(from === to))),
    };
    const part = counted(call, ops.view(indices, outer, map), shape[batch + k]);
    places = add(call, places, times(call, part, strides[batch + k]));
  }
  return { places, width, outer };
}
