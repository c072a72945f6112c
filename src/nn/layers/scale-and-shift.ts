import type { Node } from "../../graph/node.ts";
import type { Shape } from "../../tensor/shape.ts";
import { filled, type Nested } from "../../tensor/tensor.ts";
import { givenNumbers } from "./given.ts";
import type { LayerContext, LayerParameter } from "./kind.ts";

/** What becomes of numbers that have been normalised: scale · x̂ + shift. */
export interface AffineSettings {
  /** Added to the variance. Default: 0.00001. */
  readonly epsilon?: number;
  /** Default: ones. false: there is none. */
  readonly scale?: false | Nested;
  /** Default: zeros. false: there is none. */
  readonly shift?: false | Nested;
  /** false freezes both. */
  readonly trainable?: boolean;
}

export const DEFAULT_EPSILON = 1e-5;

/** @throws InputError where given numbers are not of the shape */
export function affineParameters(
  { scale = 1, shift = 0, trainable = true }: AffineSettings,
  shape: Shape,
): LayerParameter[] {
  return Object.entries({ scale, shift }).flatMap(([name, given]): LayerParameter[] => {
    if (given === false) return [];
    const numbers = typeof given === "number" ? undefined : givenNumbers(name, given, shape, " numbers");
    const initial = () => numbers ?? filled(shape, () => Number(given));
    // as a bias: a regularisation of the weights leaves it alone
    return [{ name, kind: "bias", shape, trainable, initial }];
  });
}

/** @param axes those of x that scale and shift have */
export function scaleAndShift({ ops, parameter }: LayerContext, x: Node, axes: readonly number[]): Node {
  const spread = (node: Node): Node => ops.broadcast(node, x.shape, axes);
  const [scale, shift] = [parameter("scale"), parameter("shift")];
  const scaled = scale ? ops.apply("mul", spread(scale), x) : x;
  return shift ? ops.apply("add", scaled, spread(shift)) : scaled;
}
