import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { axisOf, full, spread } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { readAlong } from "./moving.ts";
import { mean } from "./reduce.ts";
import { abs, add, div, mul, plus, sub, times } from "./scalar.ts";
import type { Value } from "./value.ts";

/** Numbers made comparable: over samples, channels, places. */
export const normalization: Family = {
  BatchNormalization: batchNorm,

  InstanceNormalization: (call) => {
    const x = call.input(0);
    const axes = [...x.node.shape.keys()].slice(2);
    const { normal } = standardized(call, x.node, axes, call.number("epsilon", 1e-5));
    return like(x, scaled(call, normal, call.input(1).node, call.input(2).node));
  },

  LayerNormalization: (call) => {
    const x = call.input(0);
    const { shape } = x.node;
    const first = axisOf(call, call.integer("axis", -1), shape.length);
    const axes = [...shape.keys()].slice(first);
    const { normal, mean: center, slope } = standardized(call, x.node, axes, call.number("epsilon", 1e-5));
    const weighted = mul(call, normal, spread(call.ops, call.input(1).node, shape));
    const bias = call.inputs[2]?.node;
    const out = bias ? add(call, weighted, spread(call.ops, bias, shape)) : weighted;
    const kept = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
    return [like(x, out), ...[center, slope].map((node) => like(x, call.ops.reshape(node, kept)))];
  },

  RMSNormalization: (call) => {
    const x = call.input(0);
    const { shape } = x.node;
    const axes = [...shape.keys()].slice(axisOf(call, call.integer("axis", -1), shape.length));
    const square = mean(call, call.ops.apply("square", x.node), axes);
    const root = call.ops.apply("sqrt", plus(call, square, call.number("epsilon", 1e-5)));
    const normal = div(call, x.node, over(call, root, x.node, axes));
    return like(x, mul(call, normal, spread(call.ops, call.input(1).node, shape)));
  },

  GroupNormalization: (call) => {
    const x = call.input(0);
    const [samples, channels, ...extents] = x.node.shape;
    const groups = call.integer("num_groups", 1);
    const rows = call.ops.reshape(x.node, [samples, groups, (channels / groups) * sizeOf(extents)]);
    const { normal } = standardized(call, rows, [2], call.number("epsilon", 1e-5));
    const back = call.ops.reshape(normal, x.node.shape);
    // before version 21 scale and bias are those of groups
    const perChannel = (node: Node) =>
      node.shape[0] === channels
        ? node
        : call.ops.reshape(call.ops.broadcast(node, [groups, channels / groups], [0]), [channels]);
    return like(x, scaled(call, back, perChannel(call.input(1).node), perChannel(call.input(2).node)));
  },

  MeanVarianceNormalization: (call) => {
    const x = call.input(0);
    const axes = call.integers("axes") ?? [0, 2, 3];
    const center = mean(call, x.node, axes);
    const centered = sub(call, x.node, over(call, center, x.node, axes));
    const root = call.ops.apply("sqrt", mean(call, call.ops.apply("square", centered), axes));
    return like(x, div(call, centered, over(call, plus(call, root, 1e-9), x.node, axes)));
  },

  LpNormalization: (call) => {
    const x = call.input(0);
    const axis = axisOf(call, call.integer("axis", -1), x.node.shape.length);
    const { ops } = call;
    const size =
      call.integer("p", 2) === 1
        ? ops.sum(abs(call, x.node), [axis])
        : ops.apply("sqrt", ops.sum(ops.apply("square", x.node), [axis]));
    // a row of zeros stays one
    const isZero = sub(call, full(call, 1, size), ops.apply("step", size));
    return like(x, div(call, x.node, over(call, add(call, size, isZero), x.node, [axis])));
  },

  LRN: (call) => {
    const x = call.input(0);
    const { shape } = x.node;
    const size = call.integer("size", 1);
    if (!(size >= 1 && size <= MAX_NEAR))
      throw call.fail(`expected a size from 1 to ${MAX_NEAR}, found ${size}`);
    const before = Math.floor((size - 1) / 2);
    const square = call.ops.apply("square", x.node);
    const near = Array.from({ length: size }, (_, i) => readAlong(call.ops, square, 1, shape[1], i - before));
    const sum = near.reduce((a, b) => add(call, a, b));
    const base = plus(call, times(call, sum, call.number("alpha", 1e-4) / size), call.number("bias", 1));
    return like(
      x,
      div(call, x.node, call.ops.apply("pow", base, full(call, call.number("beta", 0.75), base))),
    );
  },
};

/** How many channels a number may be held against. */
const MAX_NEAR = 256;

/** Numbers of the axes that are left, for each number of x. */
function over({ ops }: Call, x: Node, like: Node, axes: readonly number[]): Node {
  return ops.broadcast(
    x,
    like.shape,
    [...like.shape.keys()].filter((axis) => !axes.includes(axis)),
  );
}

/** (x − mean) / √(variance + ε); `slope` is 1 / √(variance + ε). */
function standardized(
  call: Call,
  x: Node,
  axes: readonly number[],
  epsilon: number,
): { normal: Node; mean: Node; slope: Node } {
  const center = mean(call, x, axes);
  const centered = sub(call, x, over(call, center, x, axes));
  const variance = mean(call, call.ops.apply("square", centered), axes);
  const root = call.ops.apply("sqrt", plus(call, variance, epsilon));
  const normal = div(call, centered, over(call, root, x, axes));
  return { normal, mean: center, slope: div(call, full(call, 1, root), root) };
}

/** Scale and bias of each channel. */
function scaled(call: Call, x: Node, scale: Node, bias: Node): Node {
  const spreadOut = (node: Node) => call.ops.broadcast(node, x.shape, [1]);
  return add(call, mul(call, x, spreadOut(scale)), spreadOut(bias));
}

/** In training by the statistics of the batch, which are then blended into those that are kept. */
function batchNorm(call: Call): readonly Value[] {
  const x = call.input(0);
  const [scale, bias, keptMean, keptVariance] = [1, 2, 3, 4].map((place) => call.input(place).node);
  const isTraining = call.integer("training_mode", 0) === 1;
  const axes = [...x.node.shape.keys()].filter((axis) => axis !== 1);
  const center = isTraining ? mean(call, x.node, axes) : keptMean;
  const centered = sub(call, x.node, call.ops.broadcast(center, x.node.shape, [1]));
  const variance = isTraining ? mean(call, call.ops.apply("square", centered), axes) : keptVariance;
  const root = call.ops.apply("sqrt", plus(call, variance, call.number("epsilon", 1e-5)));
  const normal = div(call, centered, call.ops.broadcast(root, x.node.shape, [1]));
  const out = like(x, scaled(call, normal, scale, bias));
  if (!isTraining) return [out];
  const share = call.number("momentum", 0.9);
  const blend = (kept: Node, found: Node) =>
    like(x, add(call, times(call, kept, share), times(call, found, 1 - share)));
  return [out, blend(keptMean, center), blend(keptVariance, variance)];
}
