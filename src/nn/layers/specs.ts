import type { ActivateSpec } from "./activate.ts";
import type { AttentionSpec } from "./attention.ts";
import type { BatchNormSpec } from "./batch-norm.ts";
import type { Conv1dSpec, Conv2dSpec } from "./convolution.ts";
import type { DenseSpec } from "./dense.ts";
import type { DropoutSpec } from "./dropout.ts";
import type { EmbeddingSpec } from "./embedding.ts";
import type { FlattenSpec } from "./flatten.ts";
import type { GlobalAveragePoolSpec, GlobalMaxPoolSpec } from "./global-pool.ts";
import type { GruSpec } from "./gru.ts";
import type { AddSpec, ConcatSpec } from "./join.ts";
import type { LayerKind } from "./kind.ts";
import type { LayerNormSpec } from "./layer-norm.ts";
import type { LstmSpec } from "./lstm.ts";
import type { AveragePool1dSpec, AveragePool2dSpec, MaxPool1dSpec, MaxPool2dSpec } from "./pool.ts";
import type { PositionsSpec } from "./positions.ts";
import type { ReshapeSpec } from "./reshape.ts";
import type { RnnSpec } from "./rnn.ts";
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
