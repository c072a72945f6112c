import type { Node } from "../../../graph/node.ts";
import { joined } from "../../../nn/layers/assemble.ts";
import { formatShape, type Shape, sizeOf } from "../../../tensor/shape.ts";
import { elementType } from "../file/element-type.ts";
import { axisOf, commonShape, spread } from "./broadcasting.ts";
import { type Call, type Family, int64, like } from "./call.ts";
import { permutedTo, read, readAlong } from "./moving.ts";
import { mul } from "./scalar.ts";
import type { Value } from "./value.ts";

/** What moves numbers about, and what is known of shapes. */
export const shape: Family = {
  Shape: (call) => {
    const { shape } = call.input(0).node;
    const part = shape.slice(call.integer("start", 0), call.has("end") ? call.integer("end", 0) : undefined);
    return int64(call.literal([part.length], part));
  },
  Size: (call) => int64(call.literal([], [sizeOf(call.input(0).node.shape)])),
  Constant: constant,
  ConstantOfShape: (call) => {
    const wanted = extents(call, call.knownInput(0) ?? []);
    const tensor = call.tensor("value");
    if (!tensor) return { node: call.ops.constant(0, wanted), type: "float32" };
    return { node: call.ops.constant(tensor.values[0], wanted), type: tensor.type };
  },
  Reshape: (call) => {
    const x = call.input(0);
    return like(
      x,
      call.ops.reshape(
        x.node,
        reshaped(call, x.node.shape, call.integers("shape") ?? call.knownInput(1) ?? []),
      ),
    );
  },
  Flatten: (call) => {
    const x = call.input(0);
    const { shape } = x.node;
    const given = call.integer("axis", 1);
    const axis = given < 0 ? given + shape.length : given;
    return like(x, call.ops.reshape(x.node, [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))]));
  },
  Squeeze: (call) => {
    const x = call.input(0);
    const { shape } = x.node;
    const given = call.integers("axes") ?? call.knownInput(1);
    const axes = given?.map((axis) => axisOf(call, axis, shape.length));
    const isLeftOut = (extent: number, axis: number) => (axes ? axes.includes(axis) : extent === 1);
    return like(
      x,
      call.ops.reshape(
        x.node,
        shape.filter((extent, axis) => !isLeftOut(extent, axis)),
      ),
    );
  },
  Unsqueeze: (call) => {
    const x = call.input(0);
    const given = call.integers("axes") ?? call.knownInput(1) ?? [];
    const rank = x.node.shape.length + given.length;
    const axes = given.map((axis) => axisOf(call, axis, rank));
    let next = 0;
    const wanted = Array.from({ length: rank }, (_, axis) =>
      axes.includes(axis) ? 1 : x.node.shape[next++],
    );
    return like(x, call.ops.reshape(x.node, wanted));
  },
  Expand: (call) => {
    const x = call.input(0);
    const wanted = commonShape(call, [x.node.shape, extents(call, call.knownInput(1) ?? [])]);
    return like(x, spread(call.ops, x.node, wanted));
  },
  Transpose: (call) => {
    const x = call.input(0);
    const rank = x.node.shape.length;
    const order = call.integers("perm") ?? [...x.node.shape.keys()].reverse();
    if (new Set(order).size !== rank || order.some((axis) => !(axis >= 0 && axis < rank))) {
      throw call.fail(`expected the ${rank} axes in some order, found ${formatShape(order)}`);
    }
    return like(x, permutedTo(call.ops, x.node, order));
  },
  Concat: (call) => {
    const first = call.input(0);
    const axis = axisOf(call, call.integer("axis", 1), first.node.shape.length);
    const parts = call.inputs.map((_, i) => call.input(i).node).filter(({ shape }) => shape[axis] !== 0);
    if (parts.length === 0) return first;
    return like(first, parts.length === 1 ? parts[0] : joined(call.ops, parts, axis));
  },
  Split: split,
  Slice: slice,
  Pad: pad,
  CenterCropPad: centerCropPad,
  Tile: (call) => {
    const x = call.input(0);
    const counts = call.knownInput(1) ?? [];
    const pairs = x.node.shape.flatMap((extent, axis) => [counts[axis] ?? 1, extent]);
    const repeated = call.ops.broadcast(
      x.node,
      pairs,
      x.node.shape.map((_, axis) => 2 * axis + 1),
    );
    return like(
      x,
      call.ops.reshape(
        repeated,
        x.node.shape.map((extent, axis) => extent * (counts[axis] ?? 1)),
      ),
    );
  },
  Range: (call) => {
    const first = call.input(0);
    const [start, limit, delta] = [0, 1, 2].map((place) => call.knownInput(place)?.[0] ?? 0);
    const count = Math.max(0, Math.ceil((limit - start) / delta));
    return like(
      first,
      call.table([count], (i) => start + i * delta),
    );
  },
  EyeLike: (call) => {
    const x = call.input(0);
    const [rows, columns] = x.node.shape;
    const offset = call.integer("k", 0);
    const node = call.table([rows, columns], (i) =>
      Number((i % columns) - Math.floor(i / columns) === offset),
    );
    return {
      node,
      type: call.has("dtype") ? elementType(call.integer("dtype", 1)) : x.type,
    };
  },
  Trilu: (call) => {
    const x = call.input(0);
    const [rows, columns] = x.node.shape.slice(-2);
    const [offset = 0] = call.knownInput(1) ?? [];
    const isUpper = call.integer("upper", 1) === 1;
    const kept = call.table([rows, columns], (i) => {
      const distance = (i % columns) - Math.floor(i / columns);
      return Number(isUpper ? distance >= offset : distance <= offset);
    });
    return like(x, mul(call, x.node, spread(call.ops, kept, x.node.shape)));
  },
  DepthToSpace: (call) => {
    const x = call.input(0);
    const [samples, channels, height, width] = x.node.shape;
    const size = call.integer("blocksize", 1);
    const depth = channels / size ** 2;
    const isByColumn = call.text("mode", "DCR") === "CRD";
    const parts = isByColumn
      ? [samples, depth, size, size, height, width]
      : [samples, size, size, depth, height, width];
    const order = isByColumn ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
    const moved = permutedTo(call.ops, call.ops.reshape(x.node, parts), order);
    return like(x, call.ops.reshape(moved, [samples, depth, height * size, width * size]));
  },
  SpaceToDepth: (call) => {
    const x = call.input(0);
    const [samples, channels, height, width] = x.node.shape;
    const size = call.integer("blocksize", 1);
    const parts = [samples, channels, height / size, size, width / size, size];
    const moved = permutedTo(call.ops, call.ops.reshape(x.node, parts), [0, 3, 5, 1, 2, 4]);
    return like(x, call.ops.reshape(moved, [samples, channels * size ** 2, height / size, width / size]));
  },
};

function constant(call: Call): Value {
  const tensor = call.tensor("value");
  if (tensor) return call.stored({ ...tensor, name: "" });
  for (const [name, type] of [
    ["value_float", "float32"],
    ["value_int", "int64"],
  ] as const) {
    if (!call.has(name)) continue;
    return {
      node: call.literal([], [type === "int64" ? call.integer(name, 0) : call.number(name, 0)]),
      type,
    };
  }
  const integers = call.integers("value_ints");
  if (integers && integers.length > 0) return int64(call.literal([integers.length], integers));
  const floats = call.numbers("value_floats");
  if (floats) return { node: call.literal([floats.length], floats), type: "float32" };
  throw call.fail("expected numbers as its value, found something else");
}

/** @throws InputError where one is below 0 */
function extents(call: Call, shape: readonly number[]): Shape {
  if (shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) return shape;
  throw call.fail(`expected extents from 0, found ${formatShape(shape)}`);
}

/** 0 keeps an extent, and −1 stands for the one that follows from the others. */
function reshaped(call: Call, from: Shape, wanted: readonly number[]): Shape {
  const keepsZero = call.integer("allowzero", 0) === 0;
  const kept = wanted.map((extent, axis) => (extent === 0 && keepsZero ? (from[axis] ?? 0) : extent));
  const open = kept.filter((extent) => extent === -1).length;
  if (open > 1) throw call.fail(`expected at most one -1, found ${formatShape(wanted)}`);
  const others = sizeOf(kept.filter((extent) => extent !== -1));
  return extents(
    call,
    kept.map((extent) => (extent === -1 ? sizeOf(from) / others : extent)),
  );
}

function split(call: Call): Value[] {
  const x = call.input(0);
  const axis = axisOf(call, call.integer("axis", 0), x.node.shape.length);
  const whole = x.node.shape[axis];
  const given = call.integers("split") ?? call.knownInput(1);
  const count = call.outputs;
  const each = Math.ceil(whole / count);
  const sizes = given ?? Array.from({ length: count }, (_, i) => Math.min(each, whole - i * each));
  if (sizes.reduce((a, b) => a + b, 0) !== whole || sizes.some((size) => !(size >= 0))) {
    throw call.fail(`expected parts of ${whole} in all, found ${formatShape(sizes)}`);
  }
  let start = 0;
  return sizes.map((size) => {
    const part = readAlong(call.ops, x.node, axis, size, start);
    start += size;
    return like(x, part);
  });
}

function slice(call: Call): Value {
  const x = call.input(0);
  const { shape } = x.node;
  const starts = call.integers("starts") ?? call.knownInput(1) ?? [];
  const ends = call.integers("ends") ?? call.knownInput(2) ?? [];
  const axes = call.integers("axes") ?? call.knownInput(3) ?? [...starts.keys()];
  const steps = call.knownInput(4) ?? starts.map(() => 1);
  const [offsets, strides, sizes] = [shape.map(() => 0), shape.map(() => 1), [...shape]];
  for (const [i, given] of axes.entries()) {
    const axis = axisOf(call, given, shape.length);
    const [extent, step] = [shape[axis], steps[i]];
    if (!Number.isInteger(step) || step === 0) throw call.fail(`expected a step other than 0, found ${step}`);
    const place = (at: number) => (at < 0 ? at + extent : at);
    const start = clamp(place(starts[i]), 0, step > 0 ? extent : extent - 1);
    const end = clamp(place(ends[i]), step > 0 ? 0 : -1, extent);
    offsets[axis] = start;
    strides[axis] = step;
    sizes[axis] = Math.max(0, Math.ceil((end - start) / step));
  }
  return like(x, read(call.ops, x.node, sizes, offsets, strides));
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

function pad(call: Call): Value {
  const x = call.input(0);
  const { ops } = call;
  const rank = x.node.shape.length;
  const pads = call.integers("pads") ?? call.integers("paddings") ?? call.knownInput(1) ?? [];
  const axes = (call.knownInput(3) ?? [...x.node.shape.keys()]).map((axis) => axisOf(call, axis, rank));
  if (pads.length !== 2 * axes.length)
    throw call.fail(`expected ${2 * axes.length} pads, found ${pads.length}`);
  const before = x.node.shape.map((_, axis) => pads[axes.indexOf(axis)] ?? 0);
  const behind = x.node.shape.map((_, axis) =>
    axes.includes(axis) ? pads[axes.length + axes.indexOf(axis)] : 0,
  );
  const wanted = extents(
    call,
    x.node.shape.map((extent, axis) => extent + before[axis] + behind[axis]),
  );
  const mode = call.text("mode", "constant");
  if (mode === "constant") {
    const outside = call.inputs[2] ? (call.knownInput(2)?.[0] ?? 0) : call.number("value", 0);
    const steps = wanted.map(() => 1);
    return like(
      x,
      read(
        ops,
        x.node,
        wanted,
        before.map((count) => -count),
        steps,
        outside,
      ),
    );
  }
  let padded = x.node;
  for (const [axis, count] of before.entries()) {
    if (count === 0 && behind[axis] === 0) continue;
    const extent = x.node.shape[axis];
    padded = chosenBy(
      call,
      padded,
      axis,
      call.table([wanted[axis]], (i) => mirrored(mode, i - count, extent)),
    );
  }
  return like(x, padded);
}

/** Which place inside stands for one outside. */
function mirrored(mode: string, place: number, extent: number): number {
  if (mode === "edge" || extent === 1) return clamp(place, 0, extent - 1);
  const remainder = (x: number, by: number) => ((x % by) + by) % by;
  if (mode === "wrap") return remainder(place, extent);
  const inTurn = remainder(place, 2 * (extent - 1));
  return inTurn < extent ? inTurn : 2 * (extent - 1) - inTurn;
}

/** An axis read at the given places, in their order. */
export function chosenAlong(call: Call, x: Node, axis: number, places: readonly number[]): Node {
  return chosenBy(call, x, axis, call.literal([places.length], places));
}

function chosenBy(call: Call, x: Node, axis: number, places: Node): Node {
  const { ops } = call;
  const first = [axis, ...[...x.shape.keys()].filter((i) => i !== axis)];
  const moved = permutedTo(ops, x, first);
  const rows = ops.reshape(moved, [x.shape[axis], sizeOf(moved.shape.slice(1))]);
  const shaped = ops.reshape(ops.gather(rows, places), [...places.shape, ...moved.shape.slice(1)]);
  return permutedTo(
    ops,
    shaped,
    [...x.shape.keys()].map((i) => first.indexOf(i)),
  );
}

function centerCropPad(call: Call): Value {
  const x = call.input(0);
  const rank = x.node.shape.length;
  const wanted = extents(call, call.knownInput(1) ?? []);
  const axes = (call.integers("axes") ?? [...x.node.shape.keys()]).map((axis) => axisOf(call, axis, rank));
  const sizes = x.node.shape.map((extent, axis) =>
    axes.includes(axis) ? wanted[axes.indexOf(axis)] : extent,
  );
  const offsets = x.node.shape.map((extent, axis) => {
    const over = extent - sizes[axis];
    return over >= 0 ? Math.floor(over / 2) : -Math.floor(-over / 2);
  });
  return like(
    x,
    read(
      call.ops,
      x.node,
      sizes,
      offsets,
      sizes.map(() => 1),
    ),
  );
}
