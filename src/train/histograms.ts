import type { Samples } from "../nn/samples.ts";
import type { Values } from "../tensor/tensor.ts";
import { lookAt } from "./diagnosis/look.ts";
import type { Session } from "./session.ts";

/** How many numbers lie where: `counts.length` bins of the same width from `low` to `high`. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  readonly mean: number;
  /** √(Σ (x − mean)² / n) */
  readonly deviation: number;
}

/** The weights of a layer and the gradient of the loss by them, as they are at a moment. */
export interface LayerNumbers {
  /** `layers.2` */
  readonly layer: string;
  readonly weights: Histogram;
  readonly gradients: Histogram;
}

const BINS = 20;

/**
 * Where the weights of each layer lie, and their gradients on samples from all over the data. Looking changes nothing.
 * Layers without weights of two axes or more are left out.
 */
export function layerNumbers(session: Session, samples: Samples): LayerNumbers[] {
  const { layers, training, read } = lookAt(session, samples);
  return layers.flatMap(({ name, weights }) => {
    if (weights.length === 0) return [];
    const gradients = weights.flatMap(({ node }) => training.backward.adjoint.get(node.id) ?? []);
    return [
      {
        layer: name,
        weights: histogramOf(weights.map(({ node }) => read(node))),
        gradients: histogramOf(gradients.map(read)),
      },
    ];
  });
}

/** Of those numbers that are finite. */
export function histogramOf(parts: readonly Values[]): Histogram {
  const finite = parts.map((values) => values.filter(Number.isFinite));
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [sum, count] = [0, 0];
  for (const values of finite) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value;
      count++;
    }
  }
  if (count === 0) return { low: 0, high: 0, counts: [], mean: 0, deviation: 0 };
  const mean = sum / count;
  const counts = new Array<number>(BINS).fill(0);
  const width = (high - low) / BINS;
  let squares = 0;
  for (const values of finite) {
    for (const value of values) {
      squares += (value - mean) ** 2;
      counts[width > 0 ? Math.min(BINS - 1, Math.floor((value - low) / width)) : 0]++;
    }
  }
  return { low, high, counts, mean, deviation: Math.sqrt(squares / count) };
}
