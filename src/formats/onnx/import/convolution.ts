import type { Node } from "../../../graph/node.ts";
import { formatShape, type Shape, sizeOf } from "../../../tensor/shape.ts";
import { type Call, type Family, like } from "./call.ts";
import { permutedTo } from "./moving.ts";
import { add } from "./scalar.ts";
import { type Axis, insideOf, windowAxes, windowsIn, windowView } from "./windows.ts";

/** Convolutions over any number of axes: windows, and products of matrices. */
export const convolution: Family = {
  Conv: (call) => {
    const [x, weight] = [call.input(0), call.input(1).node];
    const windows = windowAxes(call, x.node.shape.slice(2), weight.shape.slice(2));
    const net = convolved(call, x.node, weight, windows, call.integer("group", 1));
    return like(x, withBias(call, net, call.inputs[2]?.node));
  },

  ConvTranspose: (call) => {
    const [x, weight] = [call.input(0), call.input(1).node];
    return like(
      x,
      withBias(call, transposed(call, x.node, weight, call.integer("group", 1)), call.inputs[2]?.node),
    );
  },

  Col2Im: (call) => {
    const x = call.input(0);
    const [image, block] = [call.knownInput(1) ?? [], call.knownInput(2) ?? []];
    const windows = windowAxes(call, image, block);
    const [samples, rows] = x.node.shape;
    const channels = rows / sizeOf(block);
    const front = [samples, channels];
    const axes = [{ front: 0 }, { front: 1 }, ...insideOf(windows), ...windowsIn(windows)];
    const { shape, map } = windowView(axes, front, windows);
    return like(x, call.ops.unview(call.ops.reshape(x.node, shape), [...front, ...image], map));
  },
};

/** Each group of channels with its own kernels: one product of matrices for each group. */
export function convolved(call: Call, x: Node, weight: Node, windows: readonly Axis[], groups: number): Node {
  const { ops } = call;
  const [samples, channels, ...extents] = x.shape;
  const [kernels, inGroup, ...positions] = weight.shape;
  if (inGroup * groups !== channels || kernels % groups !== 0) {
    throw call.fail(
      `expected kernels over ${channels / groups} channels in ${groups} groups, found ${formatShape(weight.shape)}`,
    );
  }
  const front = groups === 1 ? [samples, channels] : [samples, groups, inGroup];
  const [first, ...inside] = groups === 1 ? [1] : [1, 2];
  const axes = [
    { front: first },
    ...inside.map((axis) => ({ front: axis })),
    ...insideOf(windows),
    { front: 0 },
    ...windowsIn(windows),
  ];
  const { shape, map } = windowView(axes, front, windows);
  const inner = inGroup * sizeOf(positions);
  const counts = windows.map(({ count }) => count);
  const columns = samples * sizeOf(counts);
  const seen = ops.view(ops.reshape(x, [...front, ...extents]), shape, map);
  const outer = groups === 1 ? [] : [groups];
  const matrix = ops.reshape(seen, [...outer, inner, columns]);
  const product = ops.matmul(ops.reshape(weight, [...outer, kernels / groups, inner]), matrix);
  const net = ops.reshape(product, [kernels, samples, ...counts]);
  return permutedTo(ops, net, [1, 0, ...counts.map((_, d) => d + 2)]);
}

export function withBias(call: Call, net: Node, bias: Node | undefined): Node {
  return bias ? add(call, net, call.ops.broadcast(bias, net.shape, [1])) : net;
}

/** What flows back through a convolution: what each place gives to all windows that it is in, added up. */
function transposed(call: Call, x: Node, weight: Node, groups: number): Node {
  const { ops } = call;
  const [samples, channels, ...extents] = x.shape;
  const [, perGroup, ...kernel] = weight.shape;
  if (weight.shape[0] !== channels || channels % groups !== 0) {
    throw call.fail(`expected kernels for ${channels} channels, found ${formatShape(weight.shape)}`);
  }
  const windows = transposedAxes(call, extents, kernel);
  const inGroup = channels / groups;
  const columns = samples * sizeOf(extents);
  const matrix = ops.reshape(permutedTo(ops, x, [1, 0, ...extents.map((_, d) => d + 2)]), [
    groups,
    inGroup,
    columns,
  ]);
  const kernels = ops.reshape(weight, [groups, inGroup, perGroup * sizeOf(kernel)]);
  const product = ops.matmul(kernels, matrix, { transposeA: true });
  const front: Shape = [samples, groups * perGroup];
  const axes = [{ front: 1 }, ...insideOf(windows), { front: 0 }, ...windowsIn(windows)];
  const { shape, map } = windowView(axes, front, windows);
  const wanted = windows.map(({ extent }) => extent);
  return ops.unview(ops.reshape(product, shape), [...front, ...wanted], map);
}

/** As many windows as there are places; how far they reach says how much comes out. */
function transposedAxes(call: Call, extents: Shape, kernel: Shape): Axis[] {
  const rank = extents.length;
  const each = (name: string, otherwise: number) => call.integers(name) ?? extents.map(() => otherwise);
  const [strides, dilations, added] = [each("strides", 1), each("dilations", 1), each("output_padding", 0)];
  const pads = call.integers("pads") ?? new Array<number>(2 * rank).fill(0);
  const wanted = call.integers("output_shape")?.slice(-rank);
  const auto = call.text("auto_pad", "NOTSET");
  return extents.map((count, d): Axis => {
    const [size, stride, dilation] = [kernel[d], strides[d], dilations[d]];
    const whole = stride * (count - 1) + added[d] + dilation * (size - 1) + 1;
    const base = { size, stride, dilation, count };
    if (!wanted && !auto.startsWith("SAME")) {
      const [before, behind] = auto === "VALID" ? [0, 0] : [pads[d], pads[d + rank]];
      return { ...base, before, behind, extent: whole - before - behind };
    }
    const extent = wanted?.[d] ?? count * stride;
    const around = Math.max(0, whole - extent);
    const half = Math.floor(around / 2);
    const before = auto === "SAME_UPPER" ? half : around - half;
    return { ...base, before, behind: around - before, extent };
  });
}
