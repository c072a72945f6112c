import { InputError } from "../../tensor/error.ts";
import { formatShape, type Shape, sizeOf } from "../../tensor/shape.ts";
import type { LayerKind } from "./kind.ts";

/** The numbers of a sample in another shape, in the same order. */
export interface ReshapeSpec {
  /** Of one sample, as [1, 28, 28]. */
  readonly reshape: Shape;
}

export const reshape: LayerKind<ReshapeSpec> = {
  name: "reshape",

  shape({ reshape: shape }, input) {
    if (sizeOf(shape) === sizeOf(input)) return shape;
    throw new InputError(
      `expected a shape of the ${sizeOf(input)} numbers that come in (${formatShape(input)}), found ${formatShape(shape)}, which has ${sizeOf(shape)}`,
    );
  },

  build: ({ reshape: shape }, x, { ops }) => ops.reshape(x, [x.shape[0], ...shape]),
  onlyMoves: true,
};
