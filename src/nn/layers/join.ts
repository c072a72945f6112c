import { InputError } from "../../tensor/error.ts";
import { formatShape, type Shape, sameShape } from "../../tensor/shape.ts";
import { joined } from "./assemble.ts";
import type { LayerKind } from "./kind.ts";
import type { Incoming, Source } from "./wiring.ts";

/** What several layers put out, added up number by number: the residual connection (He et al., 2016). */
export interface AddSpec {
  readonly add: readonly Source[];
}

/** What several layers put out, one behind the other. */
export interface ConcatSpec {
  readonly concat: readonly Source[];
  /** Of the shape of one sample, counted from 1. Default: 1, the features of a row or the channels of a picture. */
  readonly axis?: number;
}

export const add: LayerKind<AddSpec> = {
  name: "add",
  sources: ({ add: sources }) => sources,

  shape(_spec, input, incoming) {
    const other = incoming.find(({ shape }) => !sameShape(shape, input));
    if (!other) return input;
    throw new InputError(`expected inputs of one shape, found ${pair(incoming[0], other)}`);
  },

  build: (_spec, _x, { ops, incoming }) => incoming.reduce((sum, x) => ops.apply("add", sum, x)),
};

export const concat: LayerKind<ConcatSpec> = {
  name: "concat",
  sources: ({ concat: sources }) => sources,

  shape({ axis = 1 }, input, incoming) {
    if (axis > input.length) {
      throw new InputError(`axis: expected one of ${formatShape(input)}, found ${axis}`);
    }
    const along = axis - 1;
    const other = incoming.find(({ shape }) => !sameShape(without(shape, along), without(input, along)));
    if (other) {
      throw new InputError(
        `expected inputs that differ along axis ${axis} only, found ${pair(incoming[0], other)}`,
      );
    }
    const extent = incoming.reduce((sum, { shape }) => sum + shape[along], 0);
    return input.map((size, i) => (i === along ? extent : size));
  },

  build: ({ axis = 1 }, _x, { ops, incoming }) => joined(ops, incoming, axis),
};

function pair(one: Incoming, other: Incoming): string {
  return `${formatShape(one.shape)} from ${one.of} and ${formatShape(other.shape)} from ${other.of}`;
}

function without(shape: Shape, axis: number): Shape {
  return shape.filter((_, i) => i !== axis);
}
