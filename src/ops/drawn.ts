import type { Random } from "../tensor/random.ts";
import type { Shape } from "../tensor/shape.ts";
import { filled, type Tensor } from "../tensor/tensor.ts";

/** Numbers of the normal distribution, on which a gradient is checked. */
export function drawn(shape: Shape, random: Random): Tensor {
  return filled(shape, () => random.normal());
}
