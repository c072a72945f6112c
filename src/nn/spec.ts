import type { ActivationName } from "./activations.ts";
import type { InitializerSpec } from "./initializers.ts";
import type { LossSpec } from "./losses.ts";

/** `false`: none. A number: one per neuron, all equal. An array: one per neuron. */
export type BiasSpec =
  | false
  | number
  | readonly number[]
  | { readonly shared: number; readonly trainable?: boolean }
  | { readonly values?: number | readonly number[]; readonly trainable?: boolean };

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

export interface NetworkSpec {
  readonly inputs: number;
  readonly layers: readonly DenseSpec[];
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
