import type { LayerKind } from "./kind.ts";
import { normalize } from "./normalize.ts";
import { type AffineSettings, affineParameters, DEFAULT_EPSILON, scaleAndShift } from "./scale-and-shift.ts";

/**
 * Each sample by itself to mean 0 and variance 1, then scaled and shifted (Ba, Kiros, Hinton, 2016). Training and using
 * the network are the same.
 */
export interface LayerNormSpec extends AffineSettings {
  /** last: over the last axis of a sample, at each place by itself. all: over all numbers of a sample. */
  readonly layerNorm: "last" | "all";
}

export const layerNorm: LayerKind<LayerNormSpec> = {
  name: "layerNorm",
  shape: (_spec, input) => input,

  parameters(spec, input) {
    return affineParameters(spec, spec.layerNorm === "last" ? input.slice(-1) : input);
  },

  build(spec, x, context) {
    const { ops, graph, name } = context;
    const all = x.shape.map((_, axis) => axis).slice(1);
    const axes = spec.layerNorm === "last" ? all.slice(-1) : all;
    const { output, mean, variance, deviation } = normalize(
      ops,
      graph,
      x,
      axes,
      spec.epsilon ?? DEFAULT_EPSILON,
    );
    name(mean, "mean");
    name(variance, "var");
    name(deviation, "dev");
    if (context.parameter("scale") || context.parameter("shift")) name(output, "norm");
    return scaleAndShift(context, output, axes);
  },
};
