import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Kinds, layerKindOf } from "./kinds.ts";
import { type PlacedLayer, placedLayers } from "./layers/placed.ts";
import type { NetworkSpec } from "./spec.ts";

/** What the neurons of a layer are called: h1, h2 …, with more than one hidden layer h1.1 …; the last layer's o1 … */
export function neuronText(network: NetworkSpec, layer: number): string {
  const last = network.layers.length - 1;
  if (layer < 0) return "i";
  if (layer === last) return "o";
  return last === 1 ? "h" : `h${layer + 1}.`;
}

/** The shape of one sample. */
export function inputShape({ inputs }: NetworkSpec): Shape {
  return typeof inputs === "number" ? [inputs] : inputs;
}

/** @throws InputError that names the layer that does not fit what it takes */
export function placedOf(network: NetworkSpec, kinds: Kinds): PlacedLayer[] {
  return placedLayers(inputShape(network), network.layers, kinds);
}

/**
 * The shape of one sample before each layer, and last that of the outputs; of what a layer takes the first counts.
 * @throws InputError that names the layer that does not fit what it takes
 */
export function shapesOf(network: NetworkSpec, kinds: Kinds): Shape[] {
  const placed = placedOf(network, kinds);
  return [...placed.map(({ incoming }) => incoming[0].shape), ...placed.slice(-1).map(({ shape }) => shape)];
}

/** A number that a network does not take. */
export interface InputFault {
  /** Both counted from 0. */
  readonly sample: number;
  readonly input: number;
  /** `a whole number from 0 to 9` */
  readonly expected: string;
  readonly found: number;
  /** `layer 1 (embedding)` */
  readonly layer: string;
}

/** The first number of samples that the first layer which does more than to move them does not take, if there is one. */
export function inputFault(
  { layers }: NetworkSpec,
  { shape: [count], values }: Tensor,
  kinds: Kinds,
): InputFault | undefined {
  const layer = layers.findIndex((spec) => !layerKindOf(kinds, spec).onlyMoves);
  if (layer < 0) return undefined;
  const kind = layerKindOf(kinds, layers[layer]);
  if (!kind.takes) return undefined;
  const width = values.length / count;
  for (const [i, found] of values.entries()) {
    const expected = kind.takes(layers[layer], found);
    if (expected === undefined) continue;
    const [sample, input] = [Math.floor(i / width), i % width];
    return { sample, input, expected, found, layer: `layer ${layer + 1} (${kind.name})` };
  }
  return undefined;
}

/** @throws InputError that names the layer and the sample, where the network does not take a number */
export function checkInputs(network: NetworkSpec, inputs: Tensor, kinds: Kinds): void {
  const fault = inputFault(network, inputs, kinds);
  if (!fault) return;
  const { layer, expected, input, sample, found } = fault;
  throw new InputError(
    `${layer}: expected ${expected} as input ${input + 1} of sample ${sample + 1}, found ${found}`,
  );
}

/** @throws InputError where the last layer does not put out a row of numbers */
export function outputsOf(network: NetworkSpec, kinds: Kinds): number {
  const last = network.layers.length;
  const shape = shapesOf(network, kinds)[last];
  if (shape.length === 1) return shape[0];
  throw new InputError(
    `layer ${last} (${layerKindOf(kinds, network.layers[last - 1]).name}): expected outputs in one row behind the last layer, found ${formatShape(shape)}; put flatten behind it`,
  );
}
