import { sizeOf } from "../../tensor/shape.ts";
import type { LayerKind } from "./kind.ts";

/** The numbers of a sample in one row, in the order of its axes: the last axis moves fastest. */
export interface FlattenSpec {
  readonly flatten: true;
}

export const flatten: LayerKind<FlattenSpec> = {
  name: "flatten",
  shape: (_spec, input) => [sizeOf(input)],
  build: (_spec, x, { ops }) => ops.reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]),
  onlyMoves: true,
};
