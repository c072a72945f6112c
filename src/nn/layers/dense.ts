import { InputError } from "../../tensor/error.ts";
import { formatShape, type Shape } from "../../tensor/shape.ts";
import { fromNested } from "../../tensor/tensor.ts";
import type { ActivationName } from "../activations.ts";
import { defaultInitializer, type InitializerSpec, initialize } from "../initializers.ts";
import { type BiasSpec, biasOf } from "./bias.ts";
import type { LayerKind } from "./kind.ts";
import { linear } from "./linear.ts";

/** A layer of `dense` neurons, each connected to everything below. */
export interface DenseSpec {
  readonly dense: number;
  /** Default: linear. */
  readonly activation?: ActivationName;
  /** One row per neuron, one column per input; drawn by the initializer where absent. */
  readonly weights?: readonly (readonly number[])[];
  /** Default: one per neuron, starting at 0. */
  readonly bias?: BiasSpec;
  readonly initializer?: InitializerSpec;
  /** false freezes the weights (a bias says so for itself). */
  readonly trainable?: boolean;
}

/** net = x·Wᵀ + b */
export const dense: LayerKind<DenseSpec> = {
  name: "dense",

  shape({ dense: neurons }, input) {
    if (input.length === 1) return [neurons];
    throw new InputError(
      `expected inputs in one row, as [${input.reduce((a, b) => a * b, 1)}], found ${formatShape(input)}; put flatten before it`,
    );
  },

  parameters(spec, [inputs], layer) {
    const shape = [spec.dense, inputs];
    const { weights, initializer = defaultInitializer(spec.activation) } = spec;
    const wrong = weights && weightsFault(weights, shape, layer);
    if (wrong) throw new InputError(wrong);
    return [
      {
        name: "weight",
        kind: "weight",
        shape,
        trainable: spec.trainable ?? true,
        initial: (random) => (weights ? fromNested(weights) : initialize(initializer, shape, random)),
        isNumbered: true,
      },
      ...biasOf(spec.bias ?? 0, spec.dense, "neuron", layer).map((bias) => ({ ...bias, isNumbered: true })),
    ];
  },

  build(_spec, x, { ops, parameter }) {
    const weight = parameter("weight");
    if (!weight) throw new Error("dense: no weight");
    return linear(ops, x, weight, parameter("bias"));
  },

  activation: ({ activation = "linear" }) => activation,
};

/** Says what is wrong with the shape of a layer's weights; undefined where they fit. */
export function weightsFault(
  weights: readonly (readonly number[])[],
  [neurons, inputs]: Shape,
  layer: number,
): string | undefined {
  const rows = weights.length;
  const columns = weights.map((row) => row.length);
  if (rows === neurons && columns.every((count) => count === inputs)) return undefined;
  const even = columns.every((count) => count === columns[0]);
  const found = even
    ? `${rows} ${rows === 1 ? "row" : "rows"} of ${columns[0] ?? 0}`
    : `rows of ${columns.join(", ")}`;
  const transposed = even && rows === inputs && columns[0] === neurons ? "   is it transposed?" : "";
  return `weights of layer ${layer + 1}: expected ${neurons} rows of ${inputs} (${neurons} neurons, ${inputs} inputs), found ${found}${transposed}`;
}
