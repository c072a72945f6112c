import type { ActivationName, LossName, OptimizerName } from "../../src/index.ts";

/** The words that a network may be described with; one that is missing, or too many, does not compile. */
const choices = {
  optimizers: {
    sgd: true,
    momentum: true,
    nesterov: true,
    adam: true,
    adamw: true,
    adamax: true,
    nadam: true,
    adadelta: true,
    adagrad: true,
    rmsprop: true,
    lion: true,
  } satisfies Record<OptimizerName, true>,
  activations: {
    sigmoid: true,
    tanh: true,
    relu: true,
    "leaky-relu": true,
    softplus: true,
    gelu: true,
    silu: true,
    linear: true,
    softmax: true,
  } satisfies Record<ActivationName, true>,
  losses: {
    "half-squared-error": true,
    "squared-error": true,
    "mean-squared-error": true,
    "absolute-error": true,
    "mean-absolute-error": true,
    "mean-absolute-percentage-error": true,
    "mean-squared-logarithmic-error": true,
    huber: true,
    "log-cosh": true,
    "binary-cross-entropy": true,
    "binary-cross-entropy-with-logits": true,
    "softmax-cross-entropy": true,
    "kl-divergence": true,
    poisson: true,
    hinge: true,
    "squared-hinge": true,
    "categorical-hinge": true,
    "cosine-similarity": true,
  } satisfies Record<LossName, true>,
};

function optionsOf<T extends string>(names: Readonly<Record<T, true>>): { value: T; text: T }[] {
  return (Object.keys(names) as T[]).map((value) => ({ value, text: value }));
}

export const optimizers = optionsOf<OptimizerName>(choices.optimizers);
export const activations = optionsOf<ActivationName>(choices.activations);
export const losses = optionsOf<LossName>(choices.losses);
