import { joined } from "../../../nn/layers/assemble.ts";
import { formatShape, type Shape, sizeOf } from "../../../tensor/shape.ts";
import { elementType } from "../file/element-type.ts";
import { axisOf, commonShape, extents, spread } from "./broadcasting.ts";
import { type Call, type Family, int64, like } from "./call.ts";
import { permutedTo } from "./moving.ts";
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
