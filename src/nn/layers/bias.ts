import { InputError } from "../../tensor/error.ts";
import { type Tensor, tensor } from "../../tensor/tensor.ts";
import type { LayerParameter } from "./kind.ts";

/** `false`: none. A number: one per neuron, all equal. An array: one per neuron. */
export type BiasSpec =
  | false
  | number
  | readonly number[]
  | { readonly shared: number; readonly trainable?: boolean }
  | { readonly values?: number | readonly number[]; readonly trainable?: boolean };

/**
 * The bias of a layer, as a parameter or none.
 * @param unit what has one: a neuron, a channel
 * @throws InputError where there are not as many as units
 */
export function biasOf(bias: BiasSpec, count: number, unit: string, layer: number): LayerParameter[] {
  if (bias === false) return [];
  const spec = typeof bias === "number" || isArray(bias) ? { values: bias } : bias;
  const trainable = spec.trainable ?? true;
  const parameter = (initial: Tensor): LayerParameter[] => [
    { name: "bias", kind: "bias", shape: initial.shape, trainable, initial: () => initial },
  ];
  if ("shared" in spec) return parameter(tensor([], [spec.shared]));
  const { values = 0 } = spec;
  const each = isArray(values) ? values : new Array<number>(count).fill(values);
  if (each.length !== count) {
    throw new InputError(
      `bias of layer ${layer + 1}: expected ${count} numbers (one per ${unit}), found ${each.length}`,
    );
  }
  return parameter(tensor([count], each));
}

function isArray(value: unknown): value is readonly number[] {
  return Array.isArray(value);
}
