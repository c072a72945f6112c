import type { Naming } from "../graph/naming.ts";
import { randomStream } from "../tensor/random.ts";
import { type Shape, stridesOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Kinds } from "./kinds.ts";
import type { LayerParameter, ParameterKind } from "./layers/kind.ts";
import { ofLayer } from "./layers/of-layer.ts";
import type { PlacedLayer } from "./layers/placed.ts";
import { placedOf } from "./shapes.ts";
import type { NetworkSpec } from "./spec.ts";

/** The weights, the bias or another tensor of a layer, before there is a graph. */
export interface Parameter {
  /** `layers.1.weight`, counted from 1. */
  readonly path: string;
  readonly kind: ParameterKind;
  /** Counted from 0. */
  readonly layer: number;
  readonly trainable: boolean;
  /** Of a dense layer, weights: neurons × inputs. Biases: neurons, or a scalar where the layer shares one. */
  readonly initial: Tensor;
  readonly naming: Naming;
}

/** The numbers of a parameter, by its path and shape, where they come from elsewhere; undefined where they do not. */
export type NumbersFor = (path: string, parameter: LayerParameter) => Tensor | undefined;

/**
 * The parameters of a network with their first values, drawn by (seed, layer) where the spec gives none.
 * @param numbersFor is asked first; what it answers is neither drawn nor taken from the spec
 * @throws InputError where given weights do not fit the layer
 */
export function parametersOf(
  network: NetworkSpec,
  seed: number,
  kinds: Kinds,
  numbersFor: NumbersFor = () => undefined,
): Parameter[] {
  const parameters: Parameter[] = [];
  const counts = { weight: 0, bias: 0, statistic: 0 };
  for (const [layer, wanted] of layerParameters(network, kinds).entries()) {
    for (const [i, parameter] of wanted.entries()) {
      const { name, kind, trainable } = parameter;
      const path = `layers.${layer + 1}.${name}`;
      const initial = numbersFor(path, parameter) ?? parameter.initial(randomStream(seed, INITIAL, layer, i));
      parameters.push({ path, kind, layer, trainable, initial, naming: namingOf(parameter, path, counts) });
      if (parameter.isNumbered) counts[kind] += initial.values.length;
    }
  }
  return parameters;
}

/** What each layer asks for. */
function layerParameters(network: NetworkSpec, kinds: Kinds): (readonly LayerParameter[])[] {
  return placedOf(network, kinds).map(parametersOfLayer);
}

/** @throws InputError where given weights do not fit the layer */
export function parametersOfLayer(
  { spec, kind, incoming }: Pick<PlacedLayer, "spec" | "kind" | "incoming">,
  layer: number,
): readonly LayerParameter[] {
  return ofLayer(kind, layer, () => kind.parameters?.(spec, incoming[0].shape, layer) ?? []);
}

/** w5 and b2 of neurons, else the path with the place in it: layers.1.weight[1,1,2,2]. */
function namingOf(
  { kind, shape, isNumbered }: LayerParameter,
  path: string,
  counts: Readonly<Record<ParameterKind, number>>,
): Naming {
  if (isNumbered) {
    return { text: kind === "weight" ? "w" : "b", first: counts[kind] + 1, strides: numberStrides(shape) };
  }
  return shape.length === 0 ? { text: path } : { text: path, axes: shape.map((_, axis) => axis) };
}

/** A shared bias has one number, which its axis, had it one, would count. */
function numberStrides(shape: Shape): number[] {
  return shape.length === 0 ? [1] : stridesOf(shape);
}

/** What the numbers drawn with a seed are for, so that each use has a stream of its own. */
const INITIAL = 1;
