import { InputError } from "../../tensor/error.ts";
import type { Shape } from "../../tensor/shape.ts";
import { type Kinds, layerKindOf } from "../kinds.ts";
import type { LayerKind } from "./kind.ts";
import { ofLayer } from "./of-layer.ts";
import type { LayerSpec } from "./specs.ts";
import { INPUT, type Incoming, nameFault, sourceOf } from "./wiring.ts";

/** A layer with what it takes. */
export interface PlacedLayer {
  readonly spec: LayerSpec;
  readonly kind: LayerKind<LayerSpec>;
  /** The layers that it takes, counted from 0; `INPUT` for the input. */
  readonly from: readonly number[];
  readonly incoming: readonly Incoming[];
  /** Of one sample behind it. */
  readonly shape: Shape;
}

/** The kinds of layers that there may be. */
type LayerKinds = Pick<Kinds, "layers">;

/** What other layers need to know of one. */
type Placed = Pick<PlacedLayer, "kind" | "shape">;

/**
 * All layers in their places.
 * @throws InputError that names the layer that does not fit what it takes
 */
export function placedLayers(inputs: Shape, specs: readonly LayerSpec[], kinds: LayerKinds): PlacedLayer[] {
  const layers: PlacedLayer[] = [];
  for (const layer of specs.keys()) layers.push(placedLayer(inputs, specs, layers, layer, kinds));
  const unused = unusedLayer(layers);
  if (unused !== undefined) throw new InputError(unusedFault(layers[unused].kind.name, unused));
  return layers;
}

/**
 * A layer behind those that have their places.
 * @param layer counted from 0
 * @throws InputError that names the layer
 */
export function placedLayer(
  inputs: Shape,
  specs: readonly (LayerSpec | undefined)[],
  before: readonly (Placed | undefined)[],
  layer: number,
  kinds: LayerKinds,
): PlacedLayer {
  const spec = specs[layer] as LayerSpec;
  const kind = layerKindOf(kinds, spec);
  const from = sourcesOf(specs, layer, kinds);
  const incoming = from.map((source) => incomingOf(inputs, before, source));
  const isApart = spec.from !== undefined && from[0] !== layer - 1;
  const taking = isApart ? `, which takes ${incoming[0].of}` : "";
  const shape = ofLayer(kind, layer, () => kind.shape(spec, incoming[0].shape, incoming), taking);
  return { spec, kind, from, incoming, shape };
}

/** @throws InputError that names the layer whose name or sources are wrong */
export function sourcesOf(
  specs: readonly (LayerSpec | undefined)[],
  layer: number,
  kinds: LayerKinds,
): number[] {
  const names = specs.map((spec) => spec?.name);
  const spec = specs[layer] as LayerSpec;
  const kind = layerKindOf(kinds, spec);
  return ofLayer(kind, layer, () => {
    const fault = nameFault(names, layer);
    if (fault) throw new InputError(fault);
    const several = kind.sources?.(spec);
    if (!several) return [spec.from === undefined ? layer - 1 : sourceOf(spec.from, names, layer)];
    if (spec.from !== undefined) {
      throw new InputError(`from: expected all that it takes in ${kind.name}, found from beside it`);
    }
    return several.map((source) => sourceOf(source, names, layer));
  });
}

function incomingOf(inputs: Shape, before: readonly (Placed | undefined)[], source: number): Incoming {
  if (source === INPUT) return { shape: inputs, of: "the input" };
  const found = before[source];
  if (!found) throw new Error(`layer ${source + 1} has no place yet`);
  return { shape: found.shape, of: `layer ${source + 1} (${found.kind.name})` };
}

/** A layer whose outputs nobody takes, if there is one; the last layer's are the network's. */
export function unusedLayer(layers: readonly Pick<PlacedLayer, "from">[]): number | undefined {
  const taken = new Set(layers.flatMap(({ from }) => from));
  const unused = layers.findIndex((_, layer) => layer < layers.length - 1 && !taken.has(layer));
  return unused < 0 ? undefined : unused;
}

export function unusedFault(kind: string, layer: number): string {
  return `layer ${layer + 1} (${kind}): expected a layer that takes what it puts out, found none; only the last layer's outputs are the network's`;
}
