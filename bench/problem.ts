import type { DType } from "../src/index.ts";

export type ProblemId = "P1" | "P3" | "P4" | "P5";

/** A dense layer, or a convolution, with the numbers that it starts from. */
export interface Layer {
  /** Numbers, or channels of a convolution. */
  readonly inputs: number;
  /** Neurons, or kernels. */
  readonly outputs: number;
  /** Of a convolution: the side of its square kernels, which move by single steps and do not leave the picture. */
  readonly kernel?: number;
  /** Behind the activation: the side of the squares of which the largest number is taken, side by side. */
  readonly pool?: number;
  readonly activation: "sigmoid" | "relu" | "linear";
  /** outputs × inputs, or outputs × inputs × rows × columns, row-major: one row per neuron or kernel. */
  readonly weight: Float64Array;
  /** One per neuron. */
  readonly bias: Float64Array;
}

/**
 * One training step that everybody takes from the same numbers, on the same batch: forward, loss, gradients, and
 * stochastic gradient descent without momentum, or Adam.
 */
export interface Problem {
  readonly id: ProblemId;
  readonly title: string;
  /** The width that it is about; who cannot calculate in it says in which one it does. */
  readonly dtype: DType;
  /** Half squared errors are added up over outputs, averaged over samples, as are cross-entropies. */
  readonly loss: "half-squared-error" | "softmax-cross-entropy";
  readonly optimizer: "sgd" | "adam";
  readonly learningRate: number;
  /** Channels, height and width of an input, where convolutions see it. */
  readonly picture?: readonly [number, number, number];
  readonly trainsBiases: boolean;
  readonly batch: number;
  readonly layers: readonly Layer[];
  /** batch × inputs */
  readonly inputs: Float64Array;
  /** batch × outputs; one-hot where the loss wants classes. */
  readonly targets: Float64Array;
  /** After so many steps results are compared. */
  readonly checkedAfter: number;
}

/** The parameters that a step changes, in the order weight, bias, weight, bias …; frozen ones are not among them. */
export function trainedOf({ layers, trainsBiases }: Problem): Float64Array[] {
  return layers.flatMap(({ weight, bias }) => (trainsBiases ? [weight, bias] : [weight]));
}

/** The class of each sample. */
export function labelsOf({ batch, targets }: Problem): Int32Array {
  const classes = targets.length / batch;
  return Int32Array.from({ length: batch }, (_, row) =>
    targets.subarray(row * classes, (row + 1) * classes).indexOf(1),
  );
}

/** A matrix of so many columns, the other way round. */
export function transposed(matrix: ArrayLike<number>, columns: number): Float64Array {
  const rows = matrix.length / columns;
  return Float64Array.from(
    { length: matrix.length },
    (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)],
  );
}
