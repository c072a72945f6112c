import { absoluteError, meanAbsoluteError } from "./losses/absolute-error.ts";
import { binaryCrossEntropy } from "./losses/binary-cross-entropy.ts";
import { binaryCrossEntropyWithLogits } from "./losses/binary-cross-entropy-with-logits.ts";
import { categoricalHinge } from "./losses/categorical-hinge.ts";
import { cosineSimilarity } from "./losses/cosine-similarity.ts";
import { halfSquaredError } from "./losses/half-squared-error.ts";
import { hinge, squaredHinge } from "./losses/hinge.ts";
import { huber } from "./losses/huber.ts";
import { klDivergence } from "./losses/kl-divergence.ts";
import { logCosh } from "./losses/log-cosh.ts";
import type { Loss } from "./losses/loss.ts";
import { meanAbsolutePercentageError } from "./losses/mean-absolute-percentage-error.ts";
import { meanSquaredLogarithmicError } from "./losses/mean-squared-logarithmic-error.ts";
import { poisson } from "./losses/poisson.ts";
import { softmaxCrossEntropy } from "./losses/softmax-cross-entropy.ts";
import { meanSquaredError, squaredError } from "./losses/squared-error.ts";

export type { Loss, LossInputs } from "./losses/loss.ts";

export type LossName =
  | "half-squared-error"
  | "squared-error"
  | "mean-squared-error"
  | "binary-cross-entropy"
  | "binary-cross-entropy-with-logits"
  | "softmax-cross-entropy"
  | "absolute-error"
  | "mean-absolute-error"
  | "mean-absolute-percentage-error"
  | "mean-squared-logarithmic-error"
  | "huber"
  | "log-cosh"
  | "poisson"
  | "hinge"
  | "squared-hinge"
  | "categorical-hinge"
  | "kl-divergence"
  | "cosine-similarity";

/** A loss by its name, or with settings of its own. */
export type LossSpec = LossName | LossSettings;

export interface LossSettings {
  readonly name: LossName;
  /** Of huber: up to which error it is quadratic. Default: 1. */
  readonly delta?: number;
  /** Of classes: every target t becomes (1 − ε)·t + ε/classes. Default: 0. */
  readonly labelSmoothing?: number;
  /** Of classes: by how much the loss of a sample is multiplied, for each class. Default: 1. */
  readonly classWeights?: readonly number[];
}

export function lossSettings(loss: LossSpec): LossSettings {
  return typeof loss === "string" ? { name: loss } : loss;
}

export function lossOf(loss: LossSpec): Loss {
  return losses[lossSettings(loss).name];
}

export const losses: { readonly [N in LossName]: Loss } = {
  "half-squared-error": halfSquaredError,
  "squared-error": squaredError,
  "mean-squared-error": meanSquaredError,
  "binary-cross-entropy": binaryCrossEntropy,
  "binary-cross-entropy-with-logits": binaryCrossEntropyWithLogits,
  "softmax-cross-entropy": softmaxCrossEntropy,
  "absolute-error": absoluteError,
  "mean-absolute-error": meanAbsoluteError,
  "mean-absolute-percentage-error": meanAbsolutePercentageError,
  "mean-squared-logarithmic-error": meanSquaredLogarithmicError,
  huber,
  "log-cosh": logCosh,
  poisson,
  hinge,
  "squared-hinge": squaredHinge,
  "categorical-hinge": categoricalHinge,
  "kl-divergence": klDivergence,
  "cosine-similarity": cosineSimilarity,
};
