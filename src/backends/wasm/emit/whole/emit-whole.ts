import type { Node } from "../../../../graph/node.ts";
import type { DType } from "../../../../tensor/tensor.ts";
import type { KernelFunction } from "../kernel-function.ts";
import type { Place } from "../places.ts";

/** What instructions are made from. */
export interface WholeKernel {
  readonly name: string;
  readonly dtype: DType;
  readonly node: Node;
  /** Of the node's inputs, in order. */
  readonly inputs: readonly Place[];
  readonly out: Place;
}

export type EmitWhole = (kernel: WholeKernel) => KernelFunction;
