import type { Node } from "../../../graph/node.ts";
import { stacked } from "../../../nn/layers/assemble.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { axisOf } from "./broadcasting.ts";
import { type Builder, type Call, type Family, int64, like } from "./call.ts";
import { permutedTo, readAlong } from "./moving.ts";
import { abs, add, mul, neg, not, sub, times } from "./scalar.ts";
import type { Value } from "./value.ts";

/** What is made of many numbers: sums, means, extremes, places. */
export const reduce: Family = {
  ReduceSum: over(({ ops }, x, axes) => ops.sum(x, axes)),
  ReduceMean: over(mean),
  ReduceMax: over(largest),
  ReduceMin: over((call, x, axes) => neg(call, largest(call, neg(call, x), axes))),
  ReduceProd: over(product),
  ReduceL1: over((call, x, axes) => call.ops.sum(abs(call, x), axes)),
  ReduceL2: over((call, x, axes) => call.ops.apply("sqrt", sumOfSquares(call, x, axes))),
  ReduceSumSquare: over(sumOfSquares),
  ReduceLogSum: over(({ ops }, x, axes) => ops.apply("log", ops.sum(x, axes))),
  ReduceLogSumExp: over(logSumExp),
  ArgMax: place((_call, x) => x),
  ArgMin: place(neg),
  CumSum: (call) => {
    const x = call.input(0);
    const { windows, axis } = upTo(call, x.node, 0);
    return like(x, call.ops.sum(windows, [axis]));
  },
  CumProd: (call) => {
    const x = call.input(0);
    const { windows, axis } = upTo(call, x.node, 1);
    return like(x, product(call, windows, [axis]));
  },
  TopK: topK,
};

type Reduction = (call: Call, x: Node, axes: readonly number[]) => Node;

/** Axes come as an attribute or, in newer versions, as an input; with `keepdims` they stay, with the extent 1. */
function over(reduction: Reduction): Builder {
  return (call) => {
    const x = call.input(0);
    const { shape } = x.node;
    const given = call.integers("axes") ?? call.knownInput(1) ?? [];
    if (given.length === 0 && call.integer("noop_with_empty_axes", 0) === 1)
      return like(x, reduction(call, x.node, []));
    const all = [...shape.keys()];
    const axes = given.length === 0 ? all : given.map((axis) => axisOf(call, axis, shape.length));
    const distinct = all.filter((axis) => axes.includes(axis));
    const reduced = reduction(call, x.node, distinct);
    const kept = shape.map((extent, axis) => (distinct.includes(axis) ? 1 : extent));
    return like(x, call.integer("keepdims", 1) === 1 ? call.ops.reshape(reduced, kept) : reduced);
  };
}

export function mean(call: Call, x: Node, axes: readonly number[]): Node {
  const count = sizeOf(axes.map((axis) => x.shape[axis]));
  return times(call, call.ops.sum(x, axes), 1 / count);
}

/** Of no numbers it is below all others. */
function largest(call: Call, x: Node, axes: readonly number[]): Node {
  const kept = x.shape.filter((_, axis) => !axes.includes(axis));
  if (axes.some((axis) => x.shape[axis] === 0)) return call.ops.constant(Number.NEGATIVE_INFINITY, kept);
  return axes.length === 0 ? x : call.ops.largest(x, axes);
}

function sumOfSquares(call: Call, x: Node, axes: readonly number[]): Node {
  return call.ops.sum(call.ops.apply("square", x), axes);
}

/** The largest is taken away first, so that nothing overflows. */
function logSumExp(call: Call, x: Node, axes: readonly number[]): Node {
  const { ops } = call;
  if (axes.length === 0) return x;
  const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  if (axes.some((axis) => x.shape[axis] === 0)) return largest(call, x, axes);
  const most = largest(call, x, axes);
  const shifted = sub(call, x, ops.broadcast(most, x.shape, kept));
  return add(call, most, ops.apply("log", ops.sum(ops.apply("exp", shifted), axes)));
}

/** Halves meet each other until there is one number left. */
function product(call: Call, x: Node, axes: readonly number[]): Node {
  const { ops } = call;
  const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const outer = kept.map((axis) => x.shape[axis]);
  const count = sizeOf(axes.map((axis) => x.shape[axis]));
  if (count === 0) return ops.constant(1, outer);
  let rows = ops.reshape(permutedTo(ops, x, [...kept, ...axes]), [sizeOf(outer), count]);
  while (rows.shape[1] > 1) {
    const half = Math.ceil(rows.shape[1] / 2);
    const part = (offset: number) => readAlong(ops, rows, 1, half, offset, 1, 1);
    rows = mul(call, part(0), part(half));
  }
  return ops.reshape(rows, outer);
}

/** Where the largest stands along an axis. */
function place(ranked: (call: Call, x: Node) => Node): Builder {
  return (call) => {
    const x = ranked(call, call.input(0).node);
    const axis = axisOf(call, call.integer("axis", 0), x.shape.length);
    const size = x.shape[axis];
    const isLast = call.integer("select_last_index", 0) === 1;
    const read = isLast ? readAlong(call.ops, x, axis, size, size - 1, -1) : x;
    const counted = placesOf(call, call.ops.firstLargest(read, [axis]), axis, isLast ? -1 : 1);
    const kept = x.shape.map((extent, i) => (i === axis ? 1 : extent));
    return int64(call.integer("keepdims", 1) === 1 ? call.ops.reshape(counted, kept) : counted);
  };
}

/** Along an axis that holds a single 1: where that stands, counted forwards or backwards. */
function placesOf(call: Call, marks: Node, axis: number, direction: 1 | -1): Node {
  const size = marks.shape[axis];
  const places = direction === 1 ? call.counting(size) : call.table([size], (i) => size - 1 - i);
  const counted = call.ops.broadcast(places, marks.shape, [axis]);
  return call.ops.sum(mul(call, marks, counted), [axis]);
}

/** For each place of an axis all numbers up to it, along a new last axis; `outside` stands for those that are left out. */
function upTo(call: Call, x: Node, outside: number): { windows: Node; axis: number } {
  const rank = x.shape.length;
  const [given] = call.knownInput(1) ?? [0];
  const axis = axisOf(call, given, rank);
  const size = x.shape[axis];
  const sign = call.integer("reverse", 0) === 1 ? 1 : -1;
  const first = call.integer("exclusive", 0) === 1 ? sign : 0;
  const shape = [...x.shape, size];
  const coefficients = x.shape.flatMap((_, from) =>
    shape.map((_extent, to) => (to === rank ? (from === axis ? sign : 0) : Number(from === to))),
  );
  const offsets = x.shape.map((_, from) => (from === axis ? first : 0));
  return { windows: call.ops.view(x, shape, { offsets, coefficients, outside }), axis: rank };
}

/** How many of the largest may be chosen: each takes a few operations. */
const MAX_CHOSEN = 256;

/** The largest is found, ruled out, and found again. */
function topK(call: Call): readonly Value[] {
  const x = call.input(0);
  const { ops } = call;
  const axis = axisOf(call, call.integer("axis", -1), x.node.shape.length);
  const [count] = call.integers("k") ?? call.knownInput(1) ?? [0];
  if (!(count >= 0 && count <= Math.min(MAX_CHOSEN, x.node.shape[axis]))) {
    throw call.fail(`expected to choose at most ${MAX_CHOSEN} of ${x.node.shape[axis]}, found ${count}`);
  }
  const isLargest = call.integer("largest", 1) === 1;
  let rest = isLargest ? x.node : neg(call, x.node);
  const values: Node[] = [];
  const places: Node[] = [];
  for (let i = 0; i < count; i++) {
    const mark = ops.firstLargest(rest, [axis]);
    const value = ops.largest(rest, [axis]);
    values.push(isLargest ? value : neg(call, value));
    places.push(placesOf(call, mark, axis, 1));
    // the logarithm of 0 is below all numbers
    rest = add(call, rest, ops.apply("log", not(call, mark)));
  }
  return [like(x, stackedAlong(call, values, axis, x.node)), int64(stackedAlong(call, places, axis, x.node))];
}

function stackedAlong(call: Call, parts: readonly Node[], axis: number, x: Node): Node {
  const shape = x.shape.map((extent, i) => (i === axis ? parts.length : extent));
  if (parts.length === 0) return call.ops.constant(0, shape);
  return stacked(call.ops, parts, axis);
}
