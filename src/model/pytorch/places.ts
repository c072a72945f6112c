import { everyKind } from "../../nn/every-kind.ts";
import { kindOf, type LayerName, type LayerSpec } from "../../nn/layers/index.ts";
import { type PlacedLayer, placedLayers } from "../../nn/layers/placed.ts";
import { parametersOfLayer } from "../../nn/parameters.ts";
import { inputShape } from "../../nn/shapes.ts";
import type { NetworkSpec } from "../../nn/spec.ts";
import { InputError } from "../../tensor/error.ts";
import type { Shape } from "../../tensor/shape.ts";
import { activationModule, type Counterpart, counterparts } from "./modules.ts";

/** A tensor of a PyTorch module, and the parameter of ours that it holds. */
export interface StatePlace {
  /** `layers.1.weight` */
  readonly path: string;
  /** Ours; undefined where the layer has none and PyTorch's module has one all the same. */
  readonly shape: Shape | undefined;
  /** `weight`, behind the name of the module. */
  readonly suffix: string;
  /** PyTorch's. */
  readonly fileShape: Shape;
  /** What stands for the parameter that the layer does not have. */
  readonly filler: number;
}

/** A layer as modules of an `nn.Sequential`. */
export interface ModulePlace {
  /** Counted from 0. */
  readonly layer: number;
  readonly kind: string;
  /** The number of its module in the Sequential, counted from 0. */
  readonly index: number;
  /** How its modules are made; undefined of one that PyTorch does not have. */
  readonly modules: readonly (string | undefined)[];
  readonly places: readonly StatePlace[];
}

/**
 * The modules of a network, in the order of the layers: of a layer with an activation two.
 * @throws InputError where a layer is of a kind of the user's own, or does not fit
 */
export function modulePlaces(network: NetworkSpec): ModulePlace[] {
  let index = 0;
  return placedLayers(inputShape(network), network.layers, everyKind).map((placed, layer) => {
    const counterpart = counterpartOf(placed.spec, layer);
    const activation = counterpart.activation?.(placed.spec) ?? "linear";
    const modules = [
      counterpart.module(placed.spec, placed.incoming[0].shape),
      ...(activation === "linear" ? [] : [activationModule(activation)]),
    ];
    const place = {
      layer,
      kind: placed.kind.name,
      index,
      modules,
      places: statePlaces(placed, layer, counterpart),
    };
    index += modules.length;
    return place;
  });
}

function counterpartOf(spec: LayerSpec, layer: number): Counterpart<LayerSpec> {
  const { name } = kindOf(spec);
  if ("custom" in spec || !Object.hasOwn(counterparts, name)) {
    throw new InputError(`layer ${layer + 1} (${name}): expected a kind of layer that PyTorch has`);
  }
  return counterparts[name as LayerName] as Counterpart<LayerSpec>;
}

function statePlaces(placed: PlacedLayer, layer: number, { names }: Counterpart<LayerSpec>): StatePlace[] {
  const parameters = new Map(parametersOfLayer(placed, layer).map(({ name, shape }) => [name, shape]));
  return names.flatMap(([ours, theirs]): StatePlace[] => {
    const shape = parameters.get(ours);
    const fileShape = fileShapeOf(ours, shape, parameters);
    if (fileShape === undefined) return [];
    const filler = ours === "scale" ? 1 : 0;
    return [{ path: `layers.${layer + 1}.${ours}`, shape, suffix: theirs, fileShape, filler }];
  });
}

/** A bias that the layer shares is one for each unit; scale and shift are both there, or neither. */
function fileShapeOf(
  name: string,
  shape: Shape | undefined,
  parameters: ReadonlyMap<string, Shape>,
): Shape | undefined {
  if (shape === undefined) {
    if (name === "scale") return parameters.get("shift");
    return name === "shift" ? parameters.get("scale") : undefined;
  }
  const isShared = name === "bias" && shape.length === 0;
  return isShared ? parameters.get("weight")?.slice(0, 1) : shape;
}

/** The modules as PyTorch writes them; undefined where there is one that it does not have. */
export function sequentialText(places: readonly ModulePlace[]): string | undefined {
  const modules = places.flatMap(({ modules }) => modules);
  if (modules.includes(undefined)) return undefined;
  return `Sequential(${modules.join(", ")})`;
}
