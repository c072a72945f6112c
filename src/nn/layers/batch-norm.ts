import type { Node } from "../../graph/node.ts";
import { filled } from "../../tensor/tensor.ts";
import type { LayerContext, LayerKind } from "./kind.ts";
import { normalize } from "./normalize.ts";
import { type AffineSettings, affineParameters, DEFAULT_EPSILON, scaleAndShift } from "./scale-and-shift.ts";

/**
 * Each feature, or each channel of pictures, to mean 0 and variance 1 over the batch, then scaled and shifted (Ioffe,
 * Szegedy, 2015). As a network is used, the mean and variance are what the training has kept of its batches.
 */
export interface BatchNormSpec extends AffineSettings {
  readonly batchNorm: true;
  /** running ← (1 − momentum)·running + momentum·batch, as PyTorch counts it. Default: 0.1. */
  readonly momentum?: number;
}

export const batchNorm: LayerKind<BatchNormSpec> = {
  name: "batchNorm",
  shape: (_spec, input) => input,

  parameters(spec, [channels]) {
    const statistic = { kind: "statistic", shape: [channels], trainable: false } as const;
    const all = (value: number) => () => filled([channels], () => value);
    return [
      ...affineParameters(spec, [channels]),
      { ...statistic, name: "runningMean", initial: all(0) },
      { ...statistic, name: "runningVariance", initial: all(1) },
    ];
  },

  build(spec, x, context) {
    const { ops, graph, mode, name } = context;
    const { epsilon = DEFAULT_EPSILON } = spec;
    if (mode === "predict") return scaleAndShift(context, byRunning(x, epsilon, context), [1]);
    const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
    const { output, mean, variance, deviation, count } = normalize(ops, graph, x, axes, epsilon);
    name(mean, "mean", { hasSamples: false });
    name(variance, "var", { hasSamples: false });
    name(deviation, "dev", { hasSamples: false });
    if (context.parameter("scale") || context.parameter("shift")) name(output, "norm");
    if (count > 1) {
      keep("runningMean", mean);
      // of the running variance the denominator is one less than the count: it estimates that of all samples
      const unbiased = ops.apply("mul", ops.constant(count / (count - 1), variance.shape), variance);
      keep("runningVariance", unbiased);
    }
    return scaleAndShift(context, output, [1]);

    function keep(statistic: string, ofBatch: Node): void {
      const before = context.parameter(statistic);
      if (!before) throw new Error(`batchNorm: no ${statistic}`);
      const { momentum = 0.1 } = spec;
      const share = (by: number, of: Node) => ops.apply("mul", ops.constant(by, of.shape), of);
      context.update(statistic, ops.apply("add", share(1 - momentum, before), share(momentum, ofBatch)));
    }
  },
};

/** By the mean and variance that were kept. */
function byRunning(x: Node, epsilon: number, { ops, parameter }: LayerContext): Node {
  const [mean, variance] = [parameter("runningMean"), parameter("runningVariance")];
  if (!mean || !variance) throw new Error("batchNorm: no running mean and variance");
  const spread = (node: Node): Node => ops.broadcast(node, x.shape, [1]);
  const deviation = ops.apply("sqrt", ops.apply("add", variance, ops.constant(epsilon, variance.shape)));
  return ops.apply("div", ops.apply("sub", x, spread(mean)), spread(deviation));
}
