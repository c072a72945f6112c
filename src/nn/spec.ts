import type { Shape } from "../tensor/shape.ts";
import type { LayerSpec } from "./layers/index.ts";
import type { LossSpec } from "./losses.ts";

export type { BiasSpec } from "./layers/bias.ts";
export type { DenseSpec } from "./layers/dense.ts";
export type { CustomSpec, LayerSpec } from "./layers/index.ts";

/** Layers, each of which takes what the one before it puts out, or what it says. */
export interface NetworkSpec {
  /** How many numbers a sample has, or its shape, as [1, 28, 28]: channels first. */
  readonly inputs: number | Shape;
  readonly layers: readonly LayerSpec[];
}

/** Over the samples of a batch a loss is averaged, or added up. */
export type Reduction = "mean" | "sum";

/** What is added to the loss to keep weights small: l1 · Σ |w| + l2/2 · Σ w². */
export interface RegularizationSpec {
  /** Default: 0. */
  readonly l1?: number;
  /** Default: 0. */
  readonly l2?: number;
  /** mean: divided by the number of samples in the batch. Default: sum, which is not. */
  readonly reduction?: Reduction;
  /** Whether biases are kept small as well. Default: false. */
  readonly biases?: boolean;
}

/** A network and what it is to minimise: all that the graph of one evaluation depends on. */
export interface ModelSpec {
  readonly network: NetworkSpec;
  readonly loss: LossSpec;
  readonly reduction?: Reduction;
  readonly regularization?: RegularizationSpec;
}
