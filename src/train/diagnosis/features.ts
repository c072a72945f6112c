import type { Samples } from "../../nn/samples.ts";
import type { LayerNodes } from "./layers.ts";
import type { Look } from "./look.ts";

/** From so many features on, samples are pictures or words rather than tables: the border of pictures is empty. */
export const TABLE = 32;
/** So many numbers are read; of more samples some are left out. */
const NUMBERS_READ = 2e5;

export interface Feature {
  /** `i3` */
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** What each number of a row is over the samples; undefined where samples are no rows of measurements. */
export function featuresOf({ inputs }: Samples): Feature[] | undefined {
  const [count, width] = inputs.shape;
  if (inputs.shape.length !== 2) return undefined;
  const stride = Math.max(1, Math.ceil((count * width) / NUMBERS_READ));
  const min = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < count; row += stride) {
    for (let j = 0; j < width; j++) {
      const value = inputs.values[row * width + j];
      if (value < min[j]) min[j] = value;
      if (value > max[j]) max[j] = value;
    }
  }
  return Array.from({ length: width }, (_, j) => ({ name: `i${j + 1}`, min: min[j], max: max[j] }));
}

/** Is a feature the same in every sample, also in those that `featuresOf` left out? */
export function isConstant({ inputs }: Samples, j: number): boolean {
  const [count, width] = inputs.shape;
  for (let row = 1; row < count; row++) {
    if (inputs.values[row * width + j] !== inputs.values[j]) return false;
  }
  return true;
}

/** The weight by which a feature enters the first neuron; undefined where the first layer has no such weight. */
export function weightOfFeature({ layers, training }: Look, feature: number): string | undefined {
  const [first]: readonly (LayerNodes | undefined)[] = layers;
  const node = first?.weights[0]?.node;
  const { input, graph } = training;
  if (node?.shape.length !== 2 || node.shape[1] !== input.shape[1]) return undefined;
  return graph.elementName(node.id, [0, feature]);
}
