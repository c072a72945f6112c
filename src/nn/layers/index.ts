import { layerKindOf } from "../kinds.ts";
import { activate } from "./activate.ts";
import { attention } from "./attention.ts";
import { batchNorm } from "./batch-norm.ts";
import { conv1d, conv2d } from "./convolution.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { flatten } from "./flatten.ts";
import { globalAveragePool, globalMaxPool } from "./global-pool.ts";
import { gru } from "./gru.ts";
import { add, concat } from "./join.ts";
import type { LayerKind } from "./kind.ts";
import { layerNorm } from "./layer-norm.ts";
import { lstm } from "./lstm.ts";
import { averagePool1d, averagePool2d, maxPool1d, maxPool2d } from "./pool.ts";
import { positions } from "./positions.ts";
import { reshape } from "./reshape.ts";
import { rnn } from "./rnn.ts";
import type { LayerName, LayerSpec, LayerSpecs } from "./specs.ts";

export type { CustomSpec, LayerName, LayerSpec, LayerSpecs } from "./specs.ts";

/** Every kind of layer. */
export const layerKinds: { readonly [N in LayerName]: LayerKind<LayerSpecs[N]> } = {
  dense,
  conv1d,
  conv2d,
  maxPool1d,
  maxPool2d,
  averagePool1d,
  averagePool2d,
  globalMaxPool,
  globalAveragePool,
  dropout,
  batchNorm,
  layerNorm,
  embedding,
  flatten,
  reshape,
  activate,
  add,
  concat,
  rnn,
  lstm,
  gru,
  attention,
  positions,
};

/** The kind of a layer, of all that there are. */
export function kindOf(spec: LayerSpec): LayerKind<LayerSpec> {
  return layerKindOf({ layers: layerKinds }, spec);
}
