import { InputError } from "../../tensor/error.ts";
import type { Shape } from "../../tensor/shape.ts";
import { type ActivateSpec, activate } from "./activate.ts";
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
import type { LayerKind } from "./kind.ts";
import { type LayerNormSpec, layerNorm } from "./layer-norm.ts";
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
import { type ReshapeSpec, reshape } from "./reshape.ts";

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
}

export type LayerName = keyof LayerSpecs;

/** A layer of a kind of the user's own, and whatever its settings are. */
export interface CustomSpec {
  readonly custom: LayerKind<CustomSpec>;
}

export type LayerSpec = LayerSpecs[LayerName] | CustomSpec;

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
};

/** The kind of a layer. */
export function kindOf(spec: LayerSpec): LayerKind<LayerSpec> {
  if ("custom" in spec) return spec.custom as LayerKind<LayerSpec>;
  const name = (Object.keys(layerKinds) as LayerName[]).find((key) => key in spec);
  if (!name)
    throw new InputError(`expected a layer (${Object.keys(layerKinds).join(", ")}), found none of these`);
  return layerKinds[name] as LayerKind<LayerSpec>;
}

/**
 * The shape of one sample behind a layer.
 * @param layer counted from 0
 * @throws InputError that names the layer
 */
export function shapeBehind(spec: LayerSpec, input: Shape, layer: number): Shape {
  const kind = kindOf(spec);
  return ofLayer(kind, layer, () => kind.shape(spec, input));
}

/** Whatever is wrong in a layer is said of that layer. */
export function ofLayer<T>({ name }: { readonly name: string }, layer: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || error.message.includes(`layer ${layer + 1}`)) throw error;
    throw new InputError(`layer ${layer + 1} (${name}): ${error.message}`, error.place);
  }
}
