import { InputError } from "../../tensor/error.ts";
import { formatShape, type Shape, sizeOf } from "../../tensor/shape.ts";
import type { LayerKind } from "./kind.ts";

/** The largest number of each channel. */
export interface GlobalMaxPoolSpec {
  readonly globalMaxPool: true;
}

/** The mean of each channel. */
export interface GlobalAveragePoolSpec {
  readonly globalAveragePool: true;
}

export const globalMaxPool: LayerKind<GlobalMaxPoolSpec> = {
  name: "globalMaxPool",
  shape: (_spec, input) => channelsOf(input),
  build: (_spec, x, { ops }) => ops.largest(x, placesOf(x.shape)),
};

export const globalAveragePool: LayerKind<GlobalAveragePoolSpec> = {
  name: "globalAveragePool",
  shape: (_spec, input) => channelsOf(input),
  build(_spec, x, { ops }) {
    const total = ops.sum(x, placesOf(x.shape));
    return ops.apply("div", total, ops.constant(sizeOf(x.shape.slice(2)), total.shape));
  },
};

function channelsOf(input: Shape): Shape {
  if (input.length > 1) return [input[0]];
  throw new InputError(`expected channels × places, found ${formatShape(input)}`);
}

/** All axes but samples and channels. */
function placesOf(shape: Shape): number[] {
  return shape.map((_, axis) => axis).slice(2);
}
