import type { Random } from "../tensor/random.ts";
import type { Shape } from "../tensor/shape.ts";
import { sizeOf } from "../tensor/shape.ts";
import { filled, type Tensor } from "../tensor/tensor.ts";
import type { ActivationName } from "./activations.ts";

/**
 * Uniform initialisers draw from ±√(3·variance), normal ones with the standard deviation √variance, where the
 * variance is 2/(fanIn + fanOut) for Glorot (2010), 2/fanIn for He (2015), 1/fanIn for LeCun (1998).
 */
const variances = {
  glorot: (fanIn: number, fanOut: number): number => 2 / (fanIn + fanOut),
  he: (fanIn: number): number => 2 / fanIn,
  lecun: (fanIn: number): number => 1 / fanIn,
} as const;

type Scheme = keyof typeof variances;

export type InitializerName =
  | "zeros"
  | "constant"
  | "uniform"
  | "normal"
  | `${Scheme}-${"uniform" | "normal"}`;

/** A name alone, or with the settings of `constant` (value), `uniform` (low, high) and `normal` (mean, deviation). */
export type InitializerSpec =
  | InitializerName
  | { readonly name: "zeros" | `${Scheme}-${"uniform" | "normal"}` }
  | { readonly name: "constant"; readonly value?: number }
  | { readonly name: "uniform"; readonly low?: number; readonly high?: number }
  | { readonly name: "normal"; readonly mean?: number; readonly deviation?: number };

/** What suits an activation, where nobody said: He's of those that are 0 on one side, else Glorot's. */
export function defaultInitializer(activation: ActivationName = "linear"): InitializerSpec {
  return activation === "relu" || activation === "leaky-relu" ? "he-uniform" : "glorot-uniform";
}

/**
 * Draws a matrix of outputs × inputs, or the kernels of a convolution, outputs × inputs × positions: the fan-in is what
 * one output adds up, the fan-out how many outputs one input enters.
 */
export function initialize(spec: InitializerSpec, shape: Shape, random: Random): Tensor {
  const positions = sizeOf(shape.slice(2));
  const [fanOut, fanIn] = [shape[0] * positions, shape[1] * positions];
  const draw = sampler(typeof spec === "string" ? { name: spec } : spec, fanIn, fanOut, random);
  return filled(shape, draw);
}

function sampler(
  spec: Exclude<InitializerSpec, string>,
  fanIn: number,
  fanOut: number,
  random: Random,
): () => number {
  const uniform = (low: number, high: number) => () => low + (high - low) * random.uniform();
  const normal = (mean: number, deviation: number) => () => mean + deviation * random.normal();
  switch (spec.name) {
    case "zeros":
      return () => 0;
    case "constant":
      return () => spec.value ?? 0;
    case "uniform":
      return uniform(spec.low ?? -0.05, spec.high ?? 0.05);
    case "normal":
      return normal(spec.mean ?? 0, spec.deviation ?? 0.05);
    default: {
      const [scheme, distribution] = spec.name.split("-") as [Scheme, "uniform" | "normal"];
      const variance = variances[scheme](fanIn, fanOut);
      const reach = Math.sqrt(3 * variance);
      return distribution === "uniform" ? uniform(-reach, reach) : normal(0, Math.sqrt(variance));
    }
  }
}
