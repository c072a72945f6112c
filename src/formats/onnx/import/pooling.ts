import type { Node } from "../../../graph/node.ts";
import { type Shape, sizeOf, stridesOf } from "../../../tensor/shape.ts";
import { full } from "./broadcasting.ts";
import { type Builder, type Call, type Family, int64, like } from "./call.ts";
import { mean } from "./reduce.ts";
import { abs, div, mul } from "./scalar.ts";
import type { Value } from "./value.ts";
import { type Axis, frontAxes, insideOf, windowAxes, windowsIn, windowView } from "./windows.ts";

/** One number for each window, of each channel by itself. */
export const pooling: Family = {
  MaxPool: maxPool,
  AveragePool: (call) => {
    const x = call.input(0);
    const pool = poolOf(call, x.node);
    const total = call.ops.sum(pool.read(x.node, 0), pool.inside);
    // what lies beyond the padding is never counted, what lies in it only on demand
    const counted = call.integer("count_include_pad", 0) === 1 ? pool.withPadding() : full(call, 1, x.node);
    const count = call.ops.sum(pool.readFrom(counted), pool.inside);
    return like(x, div(call, total, count));
  },
  LpPool: (call) => {
    const x = call.input(0);
    const pool = poolOf(call, x.node);
    const p = call.integer("p", 2);
    return like(x, norm(call, pool.read(x.node, 0), pool.inside, p));
  },
  GlobalAveragePool: overAll(mean),
  GlobalMaxPool: overAll(({ ops }, x, axes) => ops.largest(x, axes)),
  GlobalLpPool: overAll((call, x, axes) => norm(call, x, axes, call.integer("p", 2))),
  MaxUnpool: (call) => {
    const [x, places] = [call.input(0), call.input(1).node];
    const { shape } = x.node;
    const [samples, channels, ...extents] = shape;
    const kernel = call.integers("kernel_shape") ?? [];
    const strides = call.integers("strides") ?? kernel.map(() => 1);
    const pads = call.integers("pads") ?? new Array<number>(2 * kernel.length).fill(0);
    const wanted = call.knownInput(2) ?? [
      samples,
      channels,
      ...extents.map(
        (extent, d) => (extent - 1) * strides[d] + kernel[d] - pads[d] - pads[d + kernel.length],
      ),
    ];
    const rows = call.ops.reshape(x.node, [sizeOf(shape), 1]);
    // places count through the tensor that was pooled, whose shape is the least that gives this one
    const inner = extents.map(
      (extent, d) => (extent - 1) * strides[d] + kernel[d] - pads[d] - pads[d + kernel.length],
    );
    const moved = replaced(call, places, [samples, channels, ...inner], wanted);
    const flat = call.ops.scatter(rows, call.ops.reshape(moved, [sizeOf(shape)]), sizeOf(wanted));
    return like(x, call.ops.reshape(flat, wanted));
  },
};

interface Pool {
  readonly windows: readonly Axis[];
  /** Axes of what is read that are inside of a window. */
  readonly inside: readonly number[];
  read(x: Node, outside: number): Node;
  /** The same, of something that has the padding around it. */
  readFrom(x: Node): Node;
  /** Ones for everything, the padding included. */
  withPadding(): Node;
}

function poolOf(call: Call, x: Node): Pool {
  const { ops } = call;
  const extents = x.shape.slice(2);
  const front = x.shape.slice(0, 2);
  const windows = windowAxes(call, extents, call.integers("kernel_shape") ?? extents);
  const axes = [...frontAxes(2), ...windowsIn(windows), ...insideOf(windows)];
  const { shape, map } = windowView(axes, front, windows);
  const padded = windows.map(({ extent, before, behind }) => extent + before + behind);
  return {
    windows,
    inside: windows.map((_, d) => 2 + windows.length + d),
    read: (from, outside) => ops.view(from, shape, outside === 0 ? map : { ...map, outside }),
    readFrom(from) {
      const hasPadding = from.shape.some((extent, axis) => extent !== x.shape[axis]);
      const offsets = hasPadding ? map.offsets.map(() => 0) : map.offsets;
      return ops.view(from, shape, { ...map, offsets });
    },
    withPadding: () => ops.constant(1, [...front, ...padded]),
  };
}

/** The largest number, and where it stands in the whole tensor. */
function maxPool(call: Call): readonly Value[] {
  const x = call.input(0);
  const { ops } = call;
  const pool = poolOf(call, x.node);
  const seen = pool.read(x.node, Number.NEGATIVE_INFINITY);
  const out = like(x, ops.largest(seen, pool.inside));
  if (!call.wants(1)) return [out];
  const { shape } = x.node;
  const isByColumn = call.integer("storage_order", 0) === 1;
  const places = call.table(shape, (i) => (isByColumn ? byColumn(shape, i) : i));
  const counted = pool.read(places, 0);
  return [out, int64(ops.sum(mul(call, ops.firstLargest(seen, pool.inside), counted), pool.inside))];
}

/** The place of an element where the first of the axes of places moves fastest. */
function byColumn(shape: Shape, i: number): number {
  const strides = stridesOf(shape);
  const extents = shape.slice(2);
  const size = sizeOf(extents);
  const inside = extents.reduceRight((sum, _, d) => {
    const at = Math.floor(i / strides[d + 2]) % shape[d + 2];
    return sum + at * sizeOf(extents.slice(0, d));
  }, 0);
  return i - (i % size) + inside;
}

function norm(call: Call, x: Node, axes: readonly number[], p: number): Node {
  const { ops } = call;
  const power = (base: Node, exponent: number) => ops.apply("pow", base, full(call, exponent, base));
  if (p === 1) return ops.sum(abs(call, x), axes);
  if (p === 2) return ops.apply("sqrt", ops.sum(ops.apply("square", x), axes));
  return power(ops.sum(power(abs(call, x), p), axes), 1 / p);
}

function overAll(build: (call: Call, x: Node, axes: readonly number[]) => Node): Builder {
  return (call) => {
    const x = call.input(0);
    const axes = [...x.node.shape.keys()].slice(2);
    return like(
      x,
      call.ops.reshape(build(call, x.node, axes), [...x.node.shape.slice(0, 2), ...axes.map(() => 1)]),
    );
  };
}

/** Places in one shape as places in a larger one: known, for they decide where numbers stand. */
function replaced(call: Call, places: Node, from: Shape, to: Shape): Node {
  const [own, other] = [stridesOf(from), stridesOf(to)];
  const values = call.known({ node: places, type: "int64" });
  const moved = Array.from(values, (place) =>
    from.reduce((sum, extent, axis) => sum + (Math.floor(place / own[axis]) % extent) * other[axis], 0),
  );
  return call.literal(places.shape, moved);
}
