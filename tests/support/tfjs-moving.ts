import type { Node } from "../../src/graph/node.ts";
import type { Ops } from "../../src/ops/index.ts";
import { offsetOf, positionOf, type Shape, sizeOf } from "../../src/tensor/shape.ts";

/** An argument of an operation: a node, several, or a plain JavaScript value. */
export type Argument = Node | number | boolean | string | null | undefined | readonly unknown[];

/** What translations are written with. */
export interface Tools extends Ops {
  /** A tensor of given numbers. */
  tensor(shape: Shape, values: readonly number[]): Node;
  /** The numbers of a given tensor. */
  valuesOf(node: Node): readonly number[];
}

export type Translation = (tools: Tools, ...args: Argument[]) => Node | Node[];

/** One axis of a view: which axis of what is read it moves along, and by how much. */
interface Step {
  readonly size: number;
  readonly along: number;
  readonly by: number;
}

function viewBy(ops: Ops, x: Node, offsets: readonly number[], steps: readonly Step[], outside = 0): Node {
  const coefficients = x.shape.flatMap((_, axis) => steps.map(({ along, by }) => (along === axis ? by : 0)));
  const shape = steps.map(({ size }) => size);
  return ops.view(x, shape, { offsets, coefficients, ...(outside !== 0 && { outside }) });
}

function sliceOf(ops: Ops, x: Node, begin: readonly number[], size: readonly number[]): Node {
  const steps = size.map((one, along) => ({
    size: one < 0 ? x.shape[along] - begin[along] : one,
    along,
    by: 1,
  }));
  return viewBy(ops, x, begin, steps);
}

function listOf(value: Argument, count: number): number[] {
  return Array.isArray(value) ? [...(value as number[])] : new Array<number>(count).fill(value as number);
}

function axesFrom(x: Node, axis: Argument): number[] {
  if (axis === undefined || axis === null) return x.shape.map((_, i) => i);
  return (Array.isArray(axis) ? (axis as number[]) : [axis as number]).map((one) =>
    one < 0 ? one + x.shape.length : one,
  );
}

/** With axes that vanish kept as axes of one. */
function reduced(ops: Ops, x: Node, axis: Argument, keep: Argument, make: (axes: number[]) => Node): Node {
  const axes = axesFrom(x, axis);
  const result = make(axes);
  return keep === true
    ? ops.reshape(
        result,
        x.shape.map((size, i) => (axes.includes(i) ? 1 : size)),
      )
    : result;
}

/** Samples × extents × channels, whatever came without samples or channels. */
function asSamples(ops: Ops, x: Node, rank: number): Node {
  return x.shape.length === rank + 1 ? ops.reshape(x, [1, ...x.shape]) : x;
}

function likeGiven(ops: Ops, given: Node, result: Node, rank: number): Node {
  return given.shape.length === rank + 1 ? ops.reshape(result, result.shape.slice(1)) : result;
}

/** Samples × windows × channels × positions of a window. */
function windowsOf(
  ops: Ops,
  x: Node,
  size: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
  pad: Argument,
  outside: number,
): Node {
  const [samples, ...rest] = x.shape;
  const channels = rest[rest.length - 1];
  const plan = size.map((one, d) => {
    const reach = dilations[d] * (one - 1) + 1;
    const extent = rest[d];
    let [before, after] = [0, 0];
    if (pad === "same") {
      const all = Math.max(0, (Math.ceil(extent / strides[d]) - 1) * strides[d] + reach - extent);
      [before, after] = [Math.floor(all / 2), all - Math.floor(all / 2)];
    } else if (typeof pad === "number") [before, after] = [pad, pad];
    else if (Array.isArray(pad)) {
      const pads = pad as [number, number][];
      [before, after] = pads[pads.length === size.length ? d : d + 1];
    }
    return { before, count: Math.floor((extent + before + after - reach) / strides[d]) + 1 };
  });
  const steps: Step[] = [
    { size: samples, along: 0, by: 1 },
    ...plan.map(({ count }, d) => ({ size: count, along: d + 1, by: strides[d] })),
    { size: channels, along: rest.length, by: 1 },
    ...size.map((one, d) => ({ size: one, along: d + 1, by: dilations[d] })),
  ];
  return viewBy(ops, x, [0, ...plan.map(({ before }) => -before), 0], steps, outside);
}

type PoolKind = "max" | "avg";

function pooled(
  ops: Ops,
  given: Node,
  rank: number,
  kind: PoolKind,
  size: Argument,
  strides: Argument,
  pad: Argument,
  dilations: Argument = 1,
): Node {
  const x = asSamples(ops, given, rank);
  const read = (from: Node, outside: number) =>
    windowsOf(ops, from, listOf(size, rank), listOf(strides, rank), listOf(dilations, rank), pad, outside);
  const inside = Array.from({ length: rank }, (_, d) => 2 + rank + d);
  const result =
    kind === "max"
      ? ops.largest(read(x, Number.NEGATIVE_INFINITY), inside)
      : ops.apply("div", ops.sum(read(x, 0), inside), ops.sum(read(ops.constant(1, x.shape), 0), inside));
  return likeGiven(ops, given, result, rank);
}

function convolved(
  ops: Ops,
  given: Node,
  filter: Node,
  rank: number,
  strides: Argument,
  pad: Argument,
  dilations: Argument,
): Node {
  const x = asSamples(ops, given, rank);
  const size = filter.shape.slice(0, rank);
  const [inputs, outputs] = filter.shape.slice(rank);
  const windows = windowsOf(ops, x, size, listOf(strides, rank), listOf(dilations ?? 1, rank), pad, 0);
  const [samples, ...rest] = windows.shape;
  const counts = rest.slice(0, rank);
  // positions before channels, as the filter has them
  const order = [...counts.map((_, d) => d + 1), ...size.map((_, d) => rank + 2 + d), rank + 1];
  const moved = viewBy(
    ops,
    windows,
    windows.shape.map(() => 0),
    [0, ...order].map((along) => ({ size: windows.shape[along], along, by: 1 })),
  );
  const rows = samples * sizeOf(counts);
  const inner = sizeOf(size) * inputs;
  const product = ops.matmul(ops.reshape(moved, [rows, inner]), ops.reshape(filter, [inner, outputs]));
  return likeGiven(ops, given, ops.reshape(product, [samples, ...counts, outputs]), rank);
}

function depthwise(
  ops: Ops,
  given: Node,
  filter: Node,
  strides: Argument,
  pad: Argument,
  dilations: Argument,
): Node {
  const x = asSamples(ops, given, 2);
  const [rows, columns, channels, times] = filter.shape;
  const windows = windowsOf(ops, x, [rows, columns], listOf(strides, 2), listOf(dilations ?? 1, 2), pad, 0);
  const [samples, down, across] = windows.shape;
  const shape = [samples, down, across, channels, times, rows, columns];
  const seen = ops.broadcast(windows, shape, [0, 1, 2, 3, 5, 6]);
  const order = [2, 3, 0, 1];
  const turned = viewBy(
    ops,
    filter,
    order.map(() => 0),
    order.map((along) => ({ size: filter.shape[along], along, by: 1 })),
  );
  const products = ops.apply("mul", seen, ops.broadcast(turned, shape, [3, 4, 5, 6]));
  return likeGiven(
    ops,
    given,
    ops.reshape(ops.sum(products, [5, 6]), [samples, down, across, channels * times]),
    2,
  );
}

/** Each element of the result as a sum of weighted elements of `x`. */
function linear(
  tools: Tools,
  x: Node,
  shape: Shape,
  terms: (at: readonly number[]) => readonly (readonly [at: readonly number[], weight: number])[],
): Node {
  const [from, to] = [sizeOf(x.shape), sizeOf(shape)];
  const matrix = new Array<number>(from * to).fill(0);
  for (let i = 0; i < to; i++) {
    for (const [at, weight] of terms(positionOf(shape, i))) matrix[offsetOf(x.shape, at) * to + i] += weight;
  }
  const product = tools.matmul(tools.reshape(x, [1, from]), tools.tensor([from, to], matrix));
  return tools.reshape(product, shape);
}

/** @param batch how many of the first axes both have */
function gathered(tools: Tools, x: Node, indices: Node, axis: Argument = 0, batch: Argument = 0): Node {
  const values = tools.valuesOf(indices);
  const along = axesFrom(x, axis)[0];
  const common = batch as number;
  const own = indices.shape.slice(common);
  const shape = [...x.shape.slice(0, along), ...own, ...x.shape.slice(along + 1)];
  return linear(tools, x, shape, (at) => {
    const where = [...at.slice(0, common), ...at.slice(along, along + own.length)];
    const chosen = values[offsetOf(indices.shape, where)];
    const place = [...at.slice(0, along), chosen, ...at.slice(along + own.length)];
    return chosen >= 0 && chosen < x.shape[along] ? [[place, 1]] : [];
  });
}

function resized(
  tools: Tools,
  given: Node,
  size: Argument,
  align: Argument,
  half: Argument,
  isLinear: boolean,
): Node {
  const x = asSamples(tools, given, 2);
  const [samples, height, width, channels] = x.shape;
  const [rows, columns] = size as unknown as [number, number];
  const place = (i: number, extent: number, wanted: number): number => {
    const scale = align === true && wanted > 1 ? (extent - 1) / (wanted - 1) : extent / wanted;
    return half === true ? (i + 0.5) * scale - (isLinear ? 0.5 : 0) : i * scale;
  };
  const weights = (i: number, extent: number, wanted: number): [number, number][] => {
    const at = place(i, extent, wanted);
    if (!isLinear) {
      const nearest = align === true ? Math.round(at) : Math.floor(at);
      return [[Math.max(0, Math.min(extent - 1, nearest)), 1]];
    }
    const low = Math.max(0, Math.floor(at));
    const share = at - low;
    const high = Math.min(extent - 1, Math.ceil(at));
    return [
      [low, 1 - share],
      [high, share],
    ];
  };
  const shape = [samples, rows, columns, channels];
  const result = linear(tools, x, shape, ([n, i, j, c]) =>
    weights(i, height, rows).flatMap(([y, a]) =>
      weights(j, width, columns).map(([z, b]) => [[n, y, z, c], a * b] as const),
    ),
  );
  return likeGiven(tools, given, result, 2);
}

function joined(ops: Ops, parts: readonly Node[], axis: number): Node {
  const along = axis < 0 ? axis + parts[0].shape.length : axis;
  const whole = parts[0].shape.map((size, i) =>
    i === along ? parts.reduce((sum, part) => sum + part.shape[i], 0) : size,
  );
  let before = 0;
  const placed = parts.map((part) => {
    const offsets = part.shape.map((_, i) => (i === along ? -before : 0));
    before += part.shape[along];
    return sliceOf(ops, part, offsets, whole);
  });
  return placed.reduce((sum, part) => ops.apply("add", sum, part));
}

function reversed(ops: Ops, x: Node, axis?: Argument): Node {
  const axes = axesFrom(x, axis);
  const turned = (i: number) => axes.includes(i);
  return viewBy(
    ops,
    x,
    x.shape.map((size, i) => (turned(i) ? size - 1 : 0)),
    x.shape.map((size, along) => ({ size, along, by: turned(along) ? -1 : 1 })),
  );
}

function split(ops: Ops, x: Node, sizes: Argument, axis: Argument = 0): Node[] {
  const along = axesFrom(x, axis)[0];
  const lengths = Array.isArray(sizes)
    ? (sizes as number[])
    : new Array<number>(sizes as number).fill(x.shape[along] / (sizes as number));
  let begin = 0;
  return lengths.map((length) => {
    const part = sliceOf(
      ops,
      x,
      x.shape.map((_, i) => (i === along ? begin : 0)),
      x.shape.map((size, i) => (i === along ? length : size)),
    );
    begin += length;
    return part;
  });
}

function padded(ops: Ops, x: Node, pads: Argument): Node {
  const around = (Array.isArray((pads as unknown[])[0]) ? pads : [pads]) as [number, number][];
  const size = x.shape.map((extent, i) => extent + around[i][0] + around[i][1]);
  return sliceOf(
    ops,
    x,
    around.map(([before]) => -before),
    size,
  );
}

function tiled(ops: Ops, x: Node, times: Argument): Node {
  const repeats = times as unknown as number[];
  const shape = x.shape.flatMap((size, i) => [repeats[i], size]);
  const spread = ops.broadcast(
    x,
    shape,
    x.shape.map((_, i) => 2 * i + 1),
  );
  return ops.reshape(
    spread,
    x.shape.map((size, i) => repeats[i] * size),
  );
}

function product(ops: Ops, x: Node, axis: Argument, keep: Argument): Node {
  return reduced(ops, x, axis, keep, (axes) => {
    let result = x;
    for (const one of [...axes].sort((a, b) => b - a)) {
      const parts = split(ops, result, new Array<number>(result.shape[one]).fill(1), one);
      const without = result.shape.filter((_, i) => i !== one);
      result = parts.map((part) => ops.reshape(part, without)).reduce((a, b) => ops.apply("mul", a, b));
    }
    return result;
  });
}

/** The operations that move numbers, or choose among them. */
export const moving: Readonly<Record<string, Translation>> = {
  max: (ops, x, axis, keep) => reduced(ops, x as Node, axis, keep, (axes) => ops.largest(x as Node, axes)),
  min: (ops, x, axis, keep) =>
    reduced(ops, x as Node, axis, keep, (axes) =>
      ops.apply("neg", ops.largest(ops.apply("neg", x as Node), axes)),
    ),
  maxPool: (ops, x, size, strides, pad) => pooled(ops, x as Node, 2, "max", size, strides, pad),
  avgPool: (ops, x, size, strides, pad) => pooled(ops, x as Node, 2, "avg", size, strides, pad),
  maxPool3d: (ops, x, size, strides, pad) => pooled(ops, x as Node, 3, "max", size, strides, pad),
  avgPool3d: (ops, x, size, strides, pad) => pooled(ops, x as Node, 3, "avg", size, strides, pad),
  pool: (ops, x, size, kind, pad, dilations, strides) =>
    pooled(ops, x as Node, 2, kind as PoolKind, size, strides ?? 1, pad, dilations ?? 1),
  conv1d: (ops, x, filter, stride, pad, _format, dilation) =>
    convolved(ops, x as Node, filter as Node, 1, stride, pad, dilation),
  conv2d: (ops, x, filter, strides, pad, format, dilations) => {
    if (format !== "NCHW") return convolved(ops, x as Node, filter as Node, 2, strides, pad, dilations);
    const last = (node: Node, order: number[]) =>
      viewBy(
        ops,
        node,
        order.map(() => 0),
        order.map((along) => ({ size: node.shape[along], along, by: 1 })),
      );
    const node = x as Node;
    const [toLast, toFirst] =
      node.shape.length === 4
        ? [
            [0, 2, 3, 1],
            [0, 3, 1, 2],
          ]
        : [
            [1, 2, 0],
            [2, 0, 1],
          ];
    return last(convolved(ops, last(node, toLast), filter as Node, 2, strides, pad, dilations), toFirst);
  },
  conv3d: (ops, x, filter, strides, pad) => convolved(ops, x as Node, filter as Node, 3, strides, pad, 1),
  depthwiseConv2d: (ops, x, filter, strides, pad, _format, dilations) =>
    depthwise(ops, x as Node, filter as Node, strides, pad, dilations),
  gather: (tools, x, indices, axis, batch) => gathered(tools, x as Node, indices as Node, axis, batch),
  unsortedSegmentSum: (tools, x, ids, segments) => {
    const node = x as Node;
    const values = tools.valuesOf(ids as Node);
    const [rows, ...rest] = node.shape;
    return linear(tools, node, [segments as number, ...rest], ([segment, ...at]) =>
      Array.from({ length: rows }, (_, row) => row)
        .filter((row) => values[row] === segment)
        .map((row) => [[row, ...at], 1] as const),
    );
  },
  "image.resizeBilinear": (tools, x, size, align, half) => resized(tools, x as Node, size, align, half, true),
  "image.resizeNearestNeighbor": (tools, x, size, align, half) =>
    resized(tools, x as Node, size, align, half, false),
  concat3d: (ops, parts, axis) => joined(ops, parts as unknown as Node[], axis as number),
  reverse1d: (ops, x) => reversed(ops, x as Node),
  reverse2d: (ops, x, axis) => reversed(ops, x as Node, axis),
  reverse3d: (ops, x, axis) => reversed(ops, x as Node, axis),
  reverse4d: (ops, x, axis) => reversed(ops, x as Node, axis),
  slice1d: (ops, x, begin, size) => sliceOf(ops, x as Node, [begin as number], [size as number]),
  slice2d: (ops, x, begin, size) => sliceOf(ops, x as Node, begin as number[], size as number[]),
  slice3d: (ops, x, begin, size) => sliceOf(ops, x as Node, begin as number[], size as number[]),
  slice4d: (ops, x, begin, size) => sliceOf(ops, x as Node, begin as number[], size as number[]),
  split: (ops, x, sizes, axis) => split(ops, x as Node, sizes, axis),
  unstack: (ops, x, axis = 0) => {
    const node = x as Node;
    const along = axesFrom(node, axis)[0];
    const without = node.shape.filter((_, i) => i !== along);
    const parts = split(ops, node, new Array<number>(node.shape[along]).fill(1), along);
    return parts.map((part) => ops.reshape(part, without));
  },
  pad1d: (ops, x, pads) => padded(ops, x as Node, pads),
  pad2d: (ops, x, pads) => padded(ops, x as Node, pads),
  pad3d: (ops, x, pads) => padded(ops, x as Node, pads),
  tile: (ops, x, times) => tiled(ops, x as Node, times),
  transpose: (ops, x, order) => {
    const node = x as Node;
    const axes = (order as number[] | undefined) ?? node.shape.map((_, i) => node.shape.length - 1 - i);
    return viewBy(
      ops,
      node,
      axes.map(() => 0),
      axes.map((along) => ({ size: node.shape[along], along, by: 1 })),
    );
  },
  flatten: (ops, x) => ops.reshape(x as Node, [sizeOf((x as Node).shape)]),
  prod: (ops, x, axis, keep) => product(ops, x as Node, axis, keep),
};
