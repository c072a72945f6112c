import type { Tensor } from "../tensor/tensor.ts";

/** Samples to train on, measure with or explain: numbers only, in the order in which they were given. */
export interface Samples {
  /** samples × inputs */
  readonly inputs: Tensor;
  /** samples × outputs */
  readonly targets: Tensor;
  /** By what targets were divided when they were scaled, a number for each output. */
  readonly targetDivisor?: readonly number[];
  /** What the outputs stand for, where targets are classes. */
  readonly classes?: readonly string[];
}
