import type { ActivationName } from "../../nn/activations.ts";
import type { LayerName, LayerSpecs } from "../../nn/layers/index.ts";
import { type PerAxis, perAxis, type WindowSettings, windowsOf } from "../../nn/layers/windows.ts";
import type { Shape } from "../../tensor/shape.ts";

/** PyTorch's counterpart of a kind of layer. */
export interface Counterpart<Spec> {
  /** Our names of its parameters, and those of PyTorch, whose layouts are the same. */
  readonly names: readonly (readonly [ours: string, theirs: string])[];
  /**
   * How the module is made; undefined where PyTorch has none.
   * @param input the shape of one sample before the layer
   */
  module(spec: Spec, input: Shape): string | undefined;
  /** The activation that is a module of its own behind it. */
  activation?(spec: Spec): ActivationName;
}

const activationModules: Readonly<Record<ActivationName, string>> = {
  linear: "Identity()",
  sigmoid: "Sigmoid()",
  tanh: "Tanh()",
  relu: "ReLU()",
  "leaky-relu": "LeakyReLU(0.01)",
  softplus: "Softplus()",
  gelu: "GELU()",
  silu: "SiLU()",
  softmax: "Softmax(-1)",
};

export function activationModule(activation: ActivationName): string {
  return activationModules[activation];
}

const weightAndBias = [
  ["weight", "weight"],
  ["bias", "bias"],
] as const;
const scaleAndShift = [
  ["scale", "weight"],
  ["shift", "bias"],
] as const;
const recurrentNames = [
  ["inputWeight", "weight_ih_l0"],
  ["hiddenWeight", "weight_hh_l0"],
  ["inputBias", "bias_ih_l0"],
  ["hiddenBias", "bias_hh_l0"],
] as const;

/** Each kind of layer: one that is missing does not compile. */
export const counterparts: { readonly [N in LayerName]: Counterpart<LayerSpecs[N]> } = {
  dense: {
    names: weightAndBias,
    module: ({ dense, bias }, [inputs]) => `Linear(${inputs}, ${dense}${withoutBias(bias)})`,
    activation: ({ activation = "linear" }) => activation,
  },
  conv1d: convolution(1, (spec) => spec.conv1d),
  conv2d: convolution(2, (spec) => spec.conv2d),
  maxPool1d: pool("MaxPool1d", 1, (spec) => spec.maxPool1d),
  maxPool2d: pool("MaxPool2d", 2, (spec) => spec.maxPool2d),
  averagePool1d: pool("AvgPool1d", 1, (spec) => spec.averagePool1d),
  averagePool2d: pool("AvgPool2d", 2, (spec) => spec.averagePool2d),
  globalMaxPool: { names: [], module: (_spec, input) => globalPool("Max", input) },
  globalAveragePool: { names: [], module: (_spec, input) => globalPool("Avg", input) },
  dropout: { names: [], module: ({ dropout }) => `Dropout(${dropout})` },
  batchNorm: {
    names: [...scaleAndShift, ["runningMean", "running_mean"], ["runningVariance", "running_var"]],
    module(spec, input) {
      const rank = Math.max(1, input.length - 1);
      const { epsilon = 1e-5, momentum = 0.1 } = spec;
      const settings = `${input[0]}, eps=${epsilon}, momentum=${momentum}${withoutAffine("affine", spec)}`;
      return rank > 3 ? undefined : `BatchNorm${rank}d(${settings})`;
    },
  },
  layerNorm: {
    names: scaleAndShift,
    module(spec, input) {
      const shape = spec.layerNorm === "last" ? input.slice(-1) : input;
      const affine = withoutAffine("elementwise_affine", spec);
      return `LayerNorm(${tuple(shape)}, eps=${spec.epsilon ?? 1e-5}${affine})`;
    },
  },
  embedding: {
    names: [["weight", "weight"]],
    module: ({ classes, embedding }) => `Embedding(${classes}, ${embedding})`,
  },
  flatten: { names: [], module: () => "Flatten()" },
  reshape: { names: [], module: ({ reshape }) => `Sequential(Flatten(), Unflatten(1, ${tuple(reshape)}))` },
  activate: { names: [], module: ({ activate }) => activationModule(activate) },
  add: { names: [], module: () => undefined },
  concat: { names: [], module: () => undefined },
  rnn: {
    names: recurrentNames,
    module(spec, input) {
      const { activation = "tanh" } = spec;
      if (activation !== "tanh" && activation !== "relu") return undefined;
      return `RNN(${input[1]}, ${spec.rnn}, nonlinearity="${activation}"${recurrentSettings(spec)})`;
    },
  },
  lstm: {
    names: recurrentNames,
    module: (spec, input) => `LSTM(${input[1]}, ${spec.lstm}${recurrentSettings(spec)})`,
  },
  gru: {
    names: recurrentNames,
    module: (spec, input) => `GRU(${input[1]}, ${spec.gru}${recurrentSettings(spec)})`,
  },
  attention: {
    names: [
      ["inWeight", "in_proj_weight"],
      ["inBias", "in_proj_bias"],
      ["outWeight", "out_proj.weight"],
      ["outBias", "out_proj.bias"],
    ],
    module: ({ attention, bias }, input) =>
      `MultiheadAttention(${input[1]}, ${attention}, batch_first=True${withoutBias(bias)})`,
  },
  positions: { names: [], module: () => undefined },
};

function withoutBias(bias: unknown): string {
  return bias === false ? ", bias=False" : "";
}

function withoutAffine(word: string, { scale, shift }: { scale?: unknown; shift?: unknown }): string {
  return scale === false && shift === false ? `, ${word}=False` : "";
}

function recurrentSettings({ bias }: { readonly bias?: unknown }): string {
  return `, batch_first=True${withoutBias(bias)}`;
}

function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** `3`, or `(3, 5)` */
function extents(word: string, given: PerAxis, rank: number): string {
  const all = perAxis(word, given, rank);
  return all.every((extent) => extent === all[0]) ? `${all[0]}` : tuple(all);
}

function convolution<
  Spec extends WindowSettings & {
    kernel: PerAxis;
    groups?: number;
    bias?: unknown;
    activation?: ActivationName;
  },
>(rank: 1 | 2, kernels: (spec: Spec) => number): Counterpart<Spec> {
  return {
    names: weightAndBias,
    module(spec, input) {
      const { kernel, stride = 1, dilation = 1, groups = 1 } = spec;
      const padding = paddingOf(spec, kernel, input, rank, 1);
      if (padding === undefined) return undefined;
      const settings = [
        `${input[0]}, ${kernels(spec)}, ${extents("kernel", kernel, rank)}`,
        ...setting("stride", extents("stride", stride, rank), "1"),
        ...setting("padding", padding, "0"),
        ...setting("dilation", extents("dilation", dilation, rank), "1"),
        ...setting("groups", `${groups}`, "1"),
      ];
      return `Conv${rank}d(${settings.join(", ")}${withoutBias(spec.bias)})`;
    },
    activation: ({ activation = "linear" }) => activation,
  };
}

function pool<Spec extends WindowSettings>(
  name: string,
  rank: 1 | 2,
  sizeOf: (spec: Spec) => PerAxis,
): Counterpart<Spec> {
  return {
    names: [],
    module(spec, input) {
      const size = sizeOf(spec);
      const padding = paddingOf(spec, size, input, rank, size);
      if (padding === undefined) return undefined;
      const settings = [
        extents("window", size, rank),
        `stride=${extents("stride", spec.stride ?? size, rank)}`,
        ...setting("padding", padding, "0"),
        // what lies outside is not counted
        ...(name.startsWith("Avg") && padding !== "0" ? ["count_include_pad=False"] : []),
      ];
      return `${name}(${settings.join(", ")})`;
    },
  };
}

function setting(word: string, value: string, otherwise: string): string[] {
  return value === otherwise ? [] : [`${word}=${value}`];
}

/** As many positions on either side; undefined where there is one more behind, which PyTorch cannot say. */
function paddingOf(
  spec: WindowSettings,
  size: PerAxis,
  input: Shape,
  rank: number,
  defaultStride: PerAxis,
): string | undefined {
  const { padding = 0 } = spec;
  if (padding !== "same") return extents("padding", padding, rank);
  const windows = windowsOf(size, spec, input, rank, defaultStride);
  const around = windows.map(({ size: extent, stride, dilation, before, count }, d) => {
    const needed = (count - 1) * stride + dilation * (extent - 1) + 1 - input[d + 1];
    return { before, isEven: needed <= 0 || needed === 2 * before };
  });
  if (!around.every(({ isEven }) => isEven)) return undefined;
  return extents(
    "padding",
    around.map(({ before }) => before),
    rank,
  );
}

function globalPool(kind: "Max" | "Avg", input: Shape): string | undefined {
  const rank = input.length - 1;
  return rank < 1 || rank > 3 ? undefined : `Sequential(Adaptive${kind}Pool${rank}d(1), Flatten())`;
}
