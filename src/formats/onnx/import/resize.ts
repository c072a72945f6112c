import type { Node } from "../../../graph/node.ts";
import { axisOf } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { permutedTo } from "./moving.ts";
import type { Value } from "./value.ts";

/** Pictures made larger or smaller: along each axis a matrix says how much of each old place goes into each new one. */
export const resizing: Family = {
  Resize: resize,
  Upsample: (call) => {
    const x = call.input(0);
    const scales = call.numbers("scales") ?? call.knownInput(1) ?? [];
    let node = x.node;
    for (const [axis, scale] of scales.entries()) {
      const extent = x.node.shape[axis];
      checkExtents(call, extent, extent * scale);
      const matrix = matrixOf(extent, Math.floor(extent * scale), (place) => {
        const at = place / scale;
        return call.text("mode", "nearest") === "nearest" ? one(Math.floor(at)) : linear(at);
      });
      node = times(call, node, axis, matrix);
    }
    return like(x, node);
  },
};

/** Weights of old places. */
type Weights = ReadonlyMap<number, number>;

function one(place: number): Weights {
  return new Map([[place, 1]]);
}

function linear(at: number): Weights {
  const first = Math.floor(at);
  return new Map([
    [first, 1 - (at - first)],
    [first + 1, at - first],
  ]);
}

/** Rows are new places. Places outside stand for the nearest inside. */
function matrixOf(extent: number, count: number, weightsAt: (place: number) => Weights): number[][] {
  return Array.from({ length: count }, (_, place) => {
    const row = new Array<number>(extent).fill(0);
    for (const [from, weight] of weightsAt(place)) row[Math.min(Math.max(from, 0), extent - 1)] += weight;
    return row;
  });
}

/** Each row of numbers along an axis times a matrix. */
function times(call: Call, x: Node, axis: number, matrix: readonly (readonly number[])[]): Node {
  const { ops } = call;
  const extent = x.shape[axis];
  const order = [...[...x.shape.keys()].filter((i) => i !== axis), axis];
  const moved = permutedTo(ops, x, order);
  const rows = ops.reshape(moved, [moved.shape.slice(0, -1).reduce((a, b) => a * b, 1), extent]);
  const weights = call.literal([matrix.length, extent], matrix.flat());
  const product = ops.matmul(rows, weights, { transposeB: true });
  const shaped = ops.reshape(product, [...moved.shape.slice(0, -1), matrix.length]);
  return permutedTo(
    ops,
    shaped,
    [...x.shape.keys()].map((i) => order.indexOf(i)),
  );
}

/** What is resized along one axis. */
interface Along {
  readonly extent: number;
  readonly count: number;
  readonly scale: number;
  /** Of tf_crop_and_resize: which part, from 0 to 1. */
  readonly roi: readonly [start: number, end: number];
}

function resize(call: Call): Value {
  const x = call.input(0);
  const { shape } = x.node;
  // in version 10 the scales are the second input
  const place = call.opset < 11 ? 1 : 2;
  const axes = (call.integers("axes") ?? [...shape.keys()]).map((axis) => axisOf(call, axis, shape.length));
  const given = call.knownInput(place) ?? [];
  const sizes = call.inputs[3] ? (call.knownInput(3) ?? []) : [];
  const roi = call.opset >= 11 && call.inputs[1] ? (call.knownInput(1) ?? []) : [];
  const scales = scalesOf(
    call,
    axes.map((axis) => shape[axis]),
    given,
    sizes,
  );
  const mode = call.text("coordinate_transformation_mode", call.opset < 11 ? "asymmetric" : "half_pixel");
  let node = x.node;
  for (const [i, axis] of axes.entries()) {
    const extent = shape[axis];
    const { scale, count } = scales[i];
    const along: Along = { extent, count, scale, roi: [roi[i] ?? 0, roi[i + axes.length] ?? 1] };
    if (count === extent && scale === 1 && mode !== "tf_crop_and_resize") continue;
    checkExtents(call, extent, count);
    node = resizedAlong(call, node, axis, along, mode);
  }
  return like(x, node);
}

const MAX_EXTENT = 1024;

function checkExtents(call: Call, extent: number, count: number): void {
  if (count <= MAX_EXTENT && extent <= MAX_EXTENT) return;
  throw call.fail(`expected extents up to ${MAX_EXTENT}, found ${Math.max(extent, count)}`);
}

function scalesOf(
  call: Call,
  extents: readonly number[],
  scales: readonly number[],
  sizes: readonly number[],
): { scale: number; count: number }[] {
  if (sizes.length === 0) {
    if (scales.length !== extents.length || !scales.every((scale) => scale > 0)) {
      throw call.fail(
        `expected a scale for each of ${extents.length} axes, found ${scales.join(", ") || "none"}`,
      );
    }
    return extents.map((extent, i) => ({ scale: scales[i], count: Math.floor(extent * scales[i]) }));
  }
  if (sizes.length !== extents.length)
    throw call.fail(`expected a size for each of ${extents.length} axes, found ${sizes.length}`);
  const policy = call.text("keep_aspect_ratio_policy", "stretch");
  const each = extents.map((extent, i) => sizes[i] / extent);
  if (policy === "stretch") return extents.map((_, i) => ({ scale: each[i], count: sizes[i] }));
  const scale = policy === "not_larger" ? Math.min(...each) : Math.max(...each);
  return extents.map((extent) => ({ scale, count: Math.floor(extent * scale + 0.5) }));
}

function resizedAlong(call: Call, x: Node, axis: number, along: Along, mode: string): Node {
  const { extent, count, scale } = along;
  const isOutside = (at: number) => mode === "tf_crop_and_resize" && (at < 0 || at > extent - 1);
  const places = Array.from({ length: count }, (_, i) => placeIn(along, i, mode));
  const weights = weightsBy(call, Math.min(1, scale), extent);
  const matrix = matrixOf(extent, count, (i) => (isOutside(places[i]) ? new Map() : weights(places[i])));
  const product = times(call, x, axis, matrix);
  const value = call.number("extrapolation_value", 0);
  if (value === 0 || !places.some(isOutside)) return product;
  // what lies outside has no weights, and gets a number instead
  const beyond = call.literal(
    [count],
    places.map((at) => (isOutside(at) ? value : 0)),
  );
  return call.ops.apply("add", product, call.ops.broadcast(beyond, product.shape, [axis]));
}

/** Where a new place lies among the old ones. */
function placeIn({ extent, count, scale, roi: [start, end] }: Along, i: number, mode: string): number {
  const whole = scale * extent;
  switch (mode) {
    case "asymmetric":
      return i / scale;
    case "align_corners":
      return whole === 1 || count === 1 ? 0 : (i * (extent - 1)) / (whole - 1);
    case "pytorch_half_pixel":
      return count > 1 ? (i + 0.5) / scale - 0.5 : 0;
    case "tf_half_pixel_for_nn":
      return (i + 0.5) / scale;
    case "half_pixel_symmetric": {
      const adjustment = count / whole;
      const offset = (extent / 2) * (1 - adjustment);
      return offset + (i + 0.5) / scale - 0.5;
    }
    case "tf_crop_and_resize":
      if (count === 1) return 0.5 * (start + end) * (extent - 1);
      return start * (extent - 1) + (i * (end - start) * (extent - 1)) / (count - 1);
  }
  return (i + 0.5) / scale - 0.5;
}

/** How much old places weigh for a place among them; with antialias a smaller picture takes in more of them. */
function weightsBy(call: Call, scale: number, extent: number): (at: number) => Weights {
  const mode = call.text("mode", "nearest");
  if (mode === "nearest") return (at) => one(nearest(call.text("nearest_mode", "round_prefer_floor"), at));
  const isCubic = mode === "cubic";
  const a = call.number("cubic_coeff_a", -0.75);
  const kernel = isCubic ? (x: number) => cubic(x, a) : (x: number) => Math.max(0, 1 - Math.abs(x));
  const shrink = call.integer("antialias", 0) === 1 ? scale : 1;
  const reach = (isCubic ? 2 : 1) / shrink;
  const leavesOut = call.integer("exclude_outside", 0) === 1;
  return (at) => {
    const weights = new Map<number, number>();
    for (let place = Math.floor(at - reach) + 1; place <= Math.floor(at + reach); place++) {
      if (leavesOut && (place < 0 || place >= extent)) continue;
      weights.set(place, kernel((place - at) * shrink));
    }
    const sum = [...weights.values()].reduce((one, other) => one + other, 0);
    if (!(leavesOut || shrink < 1) || sum === 0) return weights;
    return new Map([...weights].map(([place, weight]) => [place, weight / sum]));
  };
}

function nearest(mode: string, at: number): number {
  switch (mode) {
    case "floor":
      return Math.floor(at);
    case "ceil":
      return Math.ceil(at);
    case "round_prefer_ceil":
      return Math.floor(at + 0.5);
  }
  return Math.ceil(at - 0.5);
}

/** Keys' kernel (1981). */
function cubic(x: number, a: number): number {
  const size = Math.abs(x);
  if (size <= 1) return (a + 2) * size ** 3 - (a + 3) * size ** 2 + 1;
  return size < 2 ? a * size ** 3 - 5 * a * size ** 2 + 8 * a * size - 4 * a : 0;
}
