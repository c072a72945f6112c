import { InputError } from "../../tensor/error.ts";
import { type ActivateSpec, activate } from "./activate.ts";
import { type AttentionSpec, attention } from "./attention.ts";
import { type BatchNormSpec, batchNorm } from "./batch-norm.ts";
import { type Conv1dSpec, type Conv2dSpec, conv1d, conv2d } from "./convolution.ts";
import { type DenseSpec, dense } from "./dense.ts";
import { type DropoutSpec, dropout } from "./dropout.ts";
import { type EmbeddingSpec, embedding } from "./embedding.ts";
import { type FlattenSpec, flatten } from "./flatten.ts";
import {
  type GlobalAveragePoolSpec,
  type GlobalMaxPoolSpec,
  globalAveragePool,
  globalMaxPool,
} from "./global-pool.ts";
import { type GruSpec, gru } from "./gru.ts";
import { type AddSpec, add, type ConcatSpec, concat } from "./join.ts";
import type { LayerKind } from "./kind.ts";
import { type LayerNormSpec, layerNorm } from "./layer-norm.ts";
import { type LstmSpec, lstm } from "./lstm.ts";
import {
  type AveragePool1dSpec,
  type AveragePool2dSpec,
  averagePool1d,
  averagePool2d,
  type MaxPool1dSpec,
  type MaxPool2dSpec,
  maxPool1d,
  maxPool2d,
} from "./pool.ts";
import { type PositionsSpec, positions } from "./positions.ts";
import { type ReshapeSpec, reshape } from "./reshape.ts";
import { type RnnSpec, rnn } from "./rnn.ts";
import type { Wired } from "./wiring.ts";

/** How a layer of each kind is written; the key of the kind stands in it. */
export interface LayerSpecs {
  readonly dense: DenseSpec;
  readonly conv1d: Conv1dSpec;
  readonly conv2d: Conv2dSpec;
  readonly maxPool1d: MaxPool1dSpec;
  readonly maxPool2d: MaxPool2dSpec;
  readonly averagePool1d: AveragePool1dSpec;
  readonly averagePool2d: AveragePool2dSpec;
  readonly globalMaxPool: GlobalMaxPoolSpec;
  readonly globalAveragePool: GlobalAveragePoolSpec;
  readonly dropout: DropoutSpec;
  readonly batchNorm: BatchNormSpec;
  readonly layerNorm: LayerNormSpec;
  readonly embedding: EmbeddingSpec;
  readonly flatten: FlattenSpec;
  readonly reshape: ReshapeSpec;
  readonly activate: ActivateSpec;
  readonly add: AddSpec;
  readonly concat: ConcatSpec;
  readonly rnn: RnnSpec;
  readonly lstm: LstmSpec;
  readonly gru: GruSpec;
  readonly attention: AttentionSpec;
  readonly positions: PositionsSpec;
}

export type LayerName = keyof LayerSpecs;

/** A layer of a kind of the user's own, which is given all of this. */
export interface CustomSpec {
  readonly custom: LayerKind<never>;
  readonly settings?: unknown;
}

export type LayerSpec = (LayerSpecs[LayerName] | CustomSpec) & Wired;

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

/** The kind of a layer. */
export function kindOf(spec: LayerSpec): LayerKind<LayerSpec> {
  if ("custom" in spec) return spec.custom as LayerKind<unknown> as LayerKind<LayerSpec>;
  const name = (Object.keys(layerKinds) as LayerName[]).find((key) => key in spec);
  if (!name)
    throw new InputError(`expected a layer (${Object.keys(layerKinds).join(", ")}), found none of these`);
  return layerKinds[name] as LayerKind<LayerSpec>;
}

/**
 * Whatever is wrong in a layer is said of that layer.
 * @param taking what the message says of where the layer takes its input
 */
export function ofLayer<T>(
  { name }: { readonly name: string },
  layer: number,
  work: () => T,
  taking = "",
): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || namesLayer(error.message, layer)) throw error;
    throw new InputError(`layer ${layer + 1} (${name})${taking}: ${error.message}`, error.place);
  }
}

/** Does the message speak of the layer itself already? */
function namesLayer(message: string, layer: number): boolean {
  return new RegExp(`(^| of )layer ${layer + 1}\\b`).test(message);
}
