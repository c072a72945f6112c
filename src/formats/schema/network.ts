import * as z from "zod";
import type { ActivationName } from "../../nn/activations.ts";
import type { LayerName, LayerSpecs } from "../../nn/layers/index.ts";
import type { Wired } from "../../nn/layers/wiring.ts";
import type { NetworkSpec } from "../../nn/spec.ts";
import type { Nested } from "../../tensor/tensor.ts";
import { belowOne, flag, mapping, nonNegative, number, positive, rows, text, whole } from "./rules.ts";

/** In the order in which messages list them. */
const activationNames = {
  sigmoid: true,
  tanh: true,
  relu: true,
  "leaky-relu": true,
  softplus: true,
  gelu: true,
  silu: true,
  linear: true,
  softmax: true,
} satisfies Record<ActivationName, true>;

const biasKinds = "a number, a list of numbers, false, or a mapping (shared, values, trainable)";
const bias = z.union(
  [
    number(),
    z.array(number(), { error: "a list of numbers" }),
    z.literal(false, { error: biasKinds }),
    mapping({
      shared: number().exactOptional().describe("One bias for the whole layer."),
      values: z
        .union([number(), z.array(number(), { error: "a list of numbers" })], {
          error: "a number or a list of numbers",
        })
        .exactOptional()
        .describe("One bias per neuron; a single number stands for all of them."),
      trainable: flag.exactOptional(),
    }).refine(({ shared, values }) => shared === undefined || values === undefined, {
      path: ["values"],
      error: "either shared or values, not both",
    }),
  ],
  { error: biasKinds },
);

const schemes = [
  "glorot-uniform",
  "glorot-normal",
  "he-uniform",
  "he-normal",
  "lecun-uniform",
  "lecun-normal",
] as const;

const initializer = z.union(
  [
    z.enum(["zeros", "constant", "uniform", "normal", ...schemes]),
    z.discriminatedUnion("name", [
      mapping({ name: z.enum(["zeros", ...schemes]) }),
      mapping({ name: z.literal("constant"), value: number().exactOptional() }),
      mapping({ name: z.literal("uniform"), low: number().exactOptional(), high: number().exactOptional() }),
      mapping({
        name: z.literal("normal"),
        mean: number().exactOptional(),
        deviation: nonNegative.exactOptional(),
      }),
    ]),
  ],
  { error: "a name or a mapping (name and settings)" },
);

const activation = z.enum(Object.keys(activationNames) as ActivationName[]);
const extent = whole(1, 1_000_000);
const shape = z
  .array(extent, { error: "a list of whole numbers" })
  .min(1, "at least one number")
  .max(8, "at most 8 numbers");

const dense = () =>
  mapping({
    dense: whole(1, 1_000_000).describe("The number of neurons, each connected to everything below."),
    activation: activation.exactOptional().describe("Default: linear."),
    weights: rows.exactOptional().describe("One row per neuron, one column per input."),
    bias: bias.exactOptional().describe("Default: one per neuron, starting at 0."),
    initializer: initializer.exactOptional().describe("Draws the weights where none are given."),
    trainable: flag.exactOptional().describe("false freezes the weights; a bias says so for itself."),
  });

const layerWord = "the name or the number of a layer, or input";
const outputs = whole(1, 1_000_000);
const perAxis = (expected: string, low: number) =>
  z.union([whole(low, 1_000_000), z.array(whole(low, 1_000_000), { error: expected })], { error: expected });
const window = () => perAxis("a whole number, or a list of one for each axis", 1);
const padding = () =>
  z
    .union([z.literal("same"), perAxis("a whole number, or a list of one for each axis", 0)], {
      error: 'a whole number, a list of one for each axis, or "same"',
    })
    .exactOptional()
    .describe("Positions around the outside; same: so many that a stride of 1 keeps the extent. Default: 0.");

const nested: z.ZodType<Nested> = z.lazy(() =>
  z.array(z.union([number(), nested], { error: "a number or a list" }), { error: "nested lists of numbers" }),
);

const convolution = () => ({
  kernel: window().describe("How many positions a kernel covers along each axis."),
  stride: window().exactOptional().describe("How far apart neighbouring windows are. Default: 1."),
  padding: padding(),
  dilation: window().exactOptional().describe("How far apart the positions of a window are. Default: 1."),
  groups: outputs
    .exactOptional()
    .describe("Channels fall into so many groups with kernels of their own. Default: 1."),
  activation: activation.exactOptional().describe("Default: linear."),
  weights: nested.exactOptional().describe("Kernels × channels × positions."),
  bias: bias.exactOptional().describe("Default: one per kernel, starting at 0."),
  initializer: initializer.exactOptional().describe("Draws the kernels where none are given."),
  trainable: flag.exactOptional().describe("false freezes the kernels; a bias says so for itself."),
});

const pool = () => ({
  stride: window().exactOptional().describe("How far apart neighbouring windows are. Default: the window."),
  padding: padding(),
});

const perNumber = () =>
  z
    .union([number(), nested, z.literal(false, { error: "a number, a list of numbers, or false" })], {
      error: "a number, a list of numbers, or false",
    })
    .exactOptional();
const affine = () => ({
  epsilon: positive.exactOptional().describe("Added to the variance. Default: 0.00001."),
  scale: perNumber().describe(
    "What the normalised numbers are multiplied by, at first; false: nothing. Default: 1.",
  ),
  shift: perNumber().describe("What is added, at first; false: nothing. Default: 0."),
  trainable: flag.exactOptional().describe("false freezes scale and shift."),
});

const yes = z.literal(true, { error: "true" });

const source = z.union([whole(1, 1000), text(layerWord)], { error: layerWord });
const sources = () =>
  z
    .array(source, { error: "a list of layers" })
    .min(2, "at least two layers")
    .max(1000, "at most 1000 layers");

const gateNumbers = () => z.array(number(), { error: "a list of numbers" }).exactOptional();
const recurrent = () => ({
  returnSequences: flag
    .exactOptional()
    .describe("Puts out time × units rather than the units of the last step. Default: false."),
  weights: mapping({ input: rows.exactOptional(), hidden: rows.exactOptional() })
    .exactOptional()
    .describe("Gates · units rows, gate after gate: lstm i, f, g, o; gru r, z, n."),
  bias: z
    .union([flag, mapping({ input: gateNumbers(), hidden: gateNumbers() })], {
      error: "true, false, or a mapping (input, hidden)",
    })
    .exactOptional()
    .describe("Two, of what comes in and of what is carried on. Default: both, drawn as the weights."),
  trainable: flag.exactOptional().describe("false freezes all of the layer."),
});

const place = {
  name: text("a name").exactOptional().describe("What other layers call this one."),
  from: source
    .exactOptional()
    .describe("The name or the number of the layer that it takes, or input. Default: the one before it."),
};

/** Layers of every kind may say where they stand. */
function placed<T>(kind: z.ZodType<T>): z.ZodType<T & Wired> {
  const { shape, def } = kind as unknown as z.ZodObject;
  const checks = (def.checks ?? []) as z.core.$ZodCheck<unknown>[];
  return mapping({ ...shape, ...place }).check(...checks) as unknown as z.ZodType<T & Wired>;
}

/** Each kind of layer that a file may have: most have few of them, and the rules of the others are never made. */
const layers: { readonly [N in LayerName]: () => z.ZodType<LayerSpecs[N]> } = {
  dense,
  conv1d: () =>
    mapping({
      conv1d: outputs.describe("The number of kernels, over channels × length."),
      ...convolution(),
    }),
  conv2d: () =>
    mapping({
      conv2d: outputs.describe("The number of kernels, over channels × height × width."),
      ...convolution(),
    }),
  maxPool1d: () => mapping({ maxPool1d: window().describe("The largest number of each window."), ...pool() }),
  maxPool2d: () => mapping({ maxPool2d: window().describe("The largest number of each window."), ...pool() }),
  averagePool1d: () => mapping({ averagePool1d: window().describe("The mean of each window."), ...pool() }),
  averagePool2d: () => mapping({ averagePool2d: window().describe("The mean of each window."), ...pool() }),
  globalMaxPool: () => mapping({ globalMaxPool: yes.describe("The largest number of each channel.") }),
  globalAveragePool: () => mapping({ globalAveragePool: yes.describe("The mean of each channel.") }),
  dropout: () =>
    mapping({
      dropout: belowOne().describe("The probability with which each number is left out while training."),
    }),
  batchNorm: () =>
    mapping({
      batchNorm: yes.describe("Each feature, or channel, to mean 0 and variance 1 over the batch."),
      momentum: number("a number from 0 to 1")
        .gte(0, "a number from 0 to 1")
        .lte(1, "a number from 0 to 1")
        .exactOptional()
        .describe("The weight of each batch in the running mean and variance. Default: 0.1."),
      ...affine(),
    }),
  layerNorm: () =>
    mapping({
      layerNorm: z
        .enum(["last", "all"])
        .describe("Each sample to mean 0 and variance 1: over its last axis, or over all its numbers."),
      ...affine(),
    }),
  embedding: () =>
    mapping({
      embedding: outputs.describe("How many numbers stand for each class; inputs are whole numbers from 0."),
      classes: outputs.describe("How many classes there are."),
      weights: rows.exactOptional().describe("One row per class."),
      initializer: initializer
        .exactOptional()
        .describe("Draws the table where none is given. Default: normal, deviation 1."),
      trainable: flag.exactOptional().describe("false freezes the table."),
    }),
  flatten: () =>
    mapping({
      flatten: yes.describe("The numbers of a sample in one row, the last axis fastest."),
    }),
  reshape: () => mapping({ reshape: shape.describe("The shape of one sample, of as many numbers.") }),
  activate: () => mapping({ activate: activation.describe("An activation as a layer of its own.") }),
  add: () => mapping({ add: sources().describe("What these layers put out, added up number by number.") }),
  concat: () =>
    mapping({
      concat: sources().describe("What these layers put out, one behind the other."),
      axis: whole(1, 8)
        .exactOptional()
        .describe("Of the shape of one sample. Default: 1, features or channels."),
    }),
  rnn: () =>
    mapping({
      rnn: outputs.describe("The number of units, over time × features."),
      activation: z.enum(["tanh", "relu", "sigmoid", "linear"]).exactOptional().describe("Default: tanh."),
      ...recurrent(),
    }),
  lstm: () =>
    mapping({
      lstm: outputs.describe("The number of memory cells, over time × features."),
      ...recurrent(),
    }),
  gru: () =>
    mapping({ gru: outputs.describe("The number of gated units, over time × features."), ...recurrent() }),
  attention: () =>
    mapping({
      attention: outputs.describe("The number of heads, of self-attention over time × features."),
      causal: flag
        .exactOptional()
        .describe("Each step sees itself and those before it only. Default: false."),
      weights: mapping({ in: rows.exactOptional(), out: rows.exactOptional() })
        .exactOptional()
        .describe("in: rows of queries, then of keys, then of values; out: one row per feature."),
      bias: z
        .union([flag, mapping({ in: gateNumbers(), out: gateNumbers() })], {
          error: "true, false, or a mapping (in, out)",
        })
        .exactOptional()
        .describe("Default: both, starting at 0."),
      trainable: flag.exactOptional().describe("false freezes all of the layer."),
    }),
  positions: () =>
    mapping({
      positions: z
        .literal("sinusoidal", { error: "sinusoidal" })
        .describe("Tells the steps of time × features apart."),
    }),
};

const layer = z.union(
  Object.values<() => z.ZodType<LayerSpecs[LayerName]>>(layers).map((kind) => z.lazy(() => placed(kind()))),
  { error: `a layer (a mapping with one of ${Object.keys(layers).join(", ")})` },
);

export const networkSchema: z.ZodType<NetworkSpec> = mapping({
  inputs: z
    .union([extent, shape], { error: "a whole number from 1 to 1000000, or a shape" })
    .describe("The number of inputs, or the shape of one sample, as [1, 28, 28]: channels first."),
  layers: z
    .array(layer, { error: "a list of layers" })
    .min(1, "at least one layer")
    .max(1000, "at most 1000 layers")
    .describe("From the first hidden layer to the outputs."),
});
