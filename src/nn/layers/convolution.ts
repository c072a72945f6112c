import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import { InputError } from "../../tensor/error.ts";
import { type Shape, sizeOf } from "../../tensor/shape.ts";
import type { Nested } from "../../tensor/tensor.ts";
import type { ActivationName } from "../activations.ts";
import { defaultInitializer, type InitializerSpec, initialize } from "../initializers.ts";
import { permuted } from "./assemble.ts";
import { type BiasSpec, biasOf } from "./bias.ts";
import { givenNumbers } from "./given.ts";
import type { LayerContext, LayerKind } from "./kind.ts";
import { plusBias } from "./linear.ts";
import {
  type PerAxis,
  perAxis,
  type ViewAxis,
  type WindowSettings,
  windowsOf,
  windowView,
} from "./windows.ts";

/** What both convolutions are told. */
interface ConvolutionSettings extends WindowSettings {
  /** How many positions a kernel covers along each axis. */
  readonly kernel: PerAxis;
  /** Channels are divided into so many groups, each seen by kernels of its own. Default: 1. */
  readonly groups?: number;
  /** Default: linear. */
  readonly activation?: ActivationName;
  /** Kernels × channels of a group × positions; drawn by the initializer where absent. */
  readonly weights?: Nested;
  /** Default: one per kernel, starting at 0. */
  readonly bias?: BiasSpec;
  readonly initializer?: InitializerSpec;
  /** false freezes the kernels (a bias says so for itself). */
  readonly trainable?: boolean;
}

/** So many kernels that each move over channels × length. */
export interface Conv1dSpec extends ConvolutionSettings {
  readonly conv1d: number;
}

/** So many kernels that each move over channels × height × width. */
export interface Conv2dSpec extends ConvolutionSettings {
  readonly conv2d: number;
}

export const conv1d: LayerKind<Conv1dSpec> = convolution("conv1d", 1, (spec) => spec.conv1d);
export const conv2d: LayerKind<Conv2dSpec> = convolution("conv2d", 2, (spec) => spec.conv2d);

/** net[o, y, x] = b[o] + Σ w[o, c, i, j] · in[c, stride·y + dilation·i − padding, stride·x + dilation·j − padding] */
function convolution<Spec extends ConvolutionSettings>(
  name: string,
  rank: number,
  kernelsOf: (spec: Spec) => number,
): LayerKind<Spec> {
  return {
    name,

    shape(spec, input) {
      const windows = windowsOf(spec.kernel, spec, input, rank);
      const { groups = 1, activation } = spec;
      if (input[0] % groups !== 0 || kernelsOf(spec) % groups !== 0) {
        throw new InputError(
          `expected channels and kernels that ${groups} groups divide, found ${input[0]} channels and ${kernelsOf(spec)} kernels`,
        );
      }
      if (activation === "softmax") {
        throw new InputError(`softmax goes over inputs in one row; put flatten and activate behind it`);
      }
      return [kernelsOf(spec), ...windows.map(({ count }) => count)];
    },

    parameters(spec, input, layer) {
      const { groups = 1, weights, initializer = defaultInitializer(spec.activation) } = spec;
      const shape = [kernelsOf(spec), input[0] / groups, ...perAxis("kernel", spec.kernel, rank)];
      const given = givenNumbers(
        `weights of layer ${layer + 1}`,
        weights,
        shape,
        " (kernels × channels × positions)",
      );
      return [
        {
          name: "weight",
          kind: "weight",
          shape,
          trainable: spec.trainable ?? true,
          initial: (random) => given ?? initialize(initializer, shape, random),
        },
        ...biasOf(spec.bias ?? 0, kernelsOf(spec), "kernel", layer),
      ];
    },

    build(spec, x, context) {
      const weight = context.parameter("weight");
      if (!weight) throw new Error(`${name}: no weight`);
      const windows = windowsOf(spec.kernel, spec, x.shape.slice(1), rank);
      const { groups = 1 } = spec;
      return groups === 1 ? whole(x, weight, windows, context) : grouped(x, weight, windows, groups, context);
    },

    activation: ({ activation = "linear" }) => activation,
  };
}

type Windows = ReturnType<typeof windowsOf>;

/** All windows as the columns of one matrix, times all kernels as its rows; the bias is added before all is put in order. */
function whole(x: Node, weight: Node, windows: Windows, { ops, parameter }: LayerContext): Node {
  const [samples, channels] = x.shape;
  const axes: ViewAxis[] = ["channel", ...insideOf(windows), "sample", ...windowsIn(windows)];
  const { shape, map } = windowView(axes, windows, [samples, channels]);
  const inner = sizeOf(weight.shape.slice(1));
  const columns = sizeOf(shape) / inner;
  const [kernels] = weight.shape;
  const matrix = ops.reshape(ops.view(x, shape, map), [inner, columns]);
  const product = ops.matmul(ops.reshape(weight, [kernels, inner]), matrix);
  const net = plusBias(ops, product, parameter("bias"), 0);
  const counts = windows.map(({ count }) => count);
  return samplesFirst(ops, ops.reshape(net, [kernels, samples, ...counts]));
}

/** The first two axes change places. */
function samplesFirst(ops: Ops, x: Node): Node {
  return permuted(ops, x, [1, 0, ...x.shape.slice(2).map((_, d) => d + 2)]);
}

/** Each group of channels with its own kernels: products of windows and kernels, added up. */
function grouped(
  x: Node,
  weight: Node,
  windows: Windows,
  groups: number,
  { ops, parameter }: LayerContext,
): Node {
  const [samples, channels] = x.shape;
  const [kernels, inGroup, ...positions] = weight.shape;
  const axes: ViewAxis[] = ["sample", "channel", ...windowsIn(windows), ...insideOf(windows)];
  const { shape: seen, map } = windowView(axes, windows, [samples, channels]);
  const counts = windows.map(({ count }) => count);
  const split = ops.reshape(ops.view(x, seen, map), [samples, groups, inGroup, ...counts, ...positions]);
  const perGroup = ops.reshape(weight, [groups, kernels / groups, inGroup, ...positions]);
  // samples, groups, kernels of a group, channels of a group, windows, positions inside
  const shape: Shape = [samples, groups, kernels / groups, inGroup, ...counts, ...positions];
  const axesFrom = (first: number) => Array.from({ length: shape.length - first }, (_, i) => first + i);
  const inside = axesFrom(4 + counts.length);
  const products = ops.apply(
    "mul",
    ops.broadcast(perGroup, shape, [1, 2, 3, ...inside]),
    ops.broadcast(split, shape, [0, 1, ...axesFrom(3)]),
  );
  const net = ops.reshape(ops.sum(products, [3, ...inside]), [samples, kernels, ...counts]);
  return plusBias(ops, net, parameter("bias"), 1);
}

function windowsIn(windows: Windows): ViewAxis[] {
  return windows.map((_, d) => ({ window: d }));
}

function insideOf(windows: Windows): ViewAxis[] {
  return windows.map((_, d) => ({ inside: d }));
}
