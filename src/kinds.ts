/**
 * Every kind of layer, activation, loss and optimiser by itself. A page that is to load no more than it uses puts those that it
 * uses into the `kinds` of a `Session`:
 *
 * ```ts
 * import { Session, wasmBackend } from "backstep";
 * import { dense, halfSquaredError, sgd, sigmoid } from "backstep/kinds";
 *
 * const kinds = {
 *   layers: { dense },
 *   activations: { sigmoid },
 *   losses: { "half-squared-error": halfSquaredError },
 *   optimizers: { sgd },
 * };
 * const session = new Session({ model, optimizer: { name: "sgd", learningRate: 0.5 }, kinds, backend: wasmBackend() });
 * ```
 */
export {
  gelu,
  leakyRelu,
  linear,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from "./nn/activations.ts";
export { activate } from "./nn/layers/activate.ts";
export { attention } from "./nn/layers/attention.ts";
export { batchNorm } from "./nn/layers/batch-norm.ts";
export { conv1d, conv2d } from "./nn/layers/convolution.ts";
export { dense } from "./nn/layers/dense.ts";
export { dropout } from "./nn/layers/dropout.ts";
export { embedding } from "./nn/layers/embedding.ts";
export { flatten } from "./nn/layers/flatten.ts";
export { globalAveragePool, globalMaxPool } from "./nn/layers/global-pool.ts";
export { gru } from "./nn/layers/gru.ts";
export { add, concat } from "./nn/layers/join.ts";
export { layerNorm } from "./nn/layers/layer-norm.ts";
export { lstm } from "./nn/layers/lstm.ts";
export { averagePool1d, averagePool2d, maxPool1d, maxPool2d } from "./nn/layers/pool.ts";
export { positions } from "./nn/layers/positions.ts";
export { reshape } from "./nn/layers/reshape.ts";
export { rnn } from "./nn/layers/rnn.ts";
export { absoluteError, meanAbsoluteError } from "./nn/losses/absolute-error.ts";
export { binaryCrossEntropy } from "./nn/losses/binary-cross-entropy.ts";
export { binaryCrossEntropyWithLogits } from "./nn/losses/binary-cross-entropy-with-logits.ts";
export { categoricalHinge } from "./nn/losses/categorical-hinge.ts";
export { cosineSimilarity } from "./nn/losses/cosine-similarity.ts";
export { halfSquaredError } from "./nn/losses/half-squared-error.ts";
export { hinge, squaredHinge } from "./nn/losses/hinge.ts";
export { huber } from "./nn/losses/huber.ts";
export { klDivergence } from "./nn/losses/kl-divergence.ts";
export { logCosh } from "./nn/losses/log-cosh.ts";
export { meanAbsolutePercentageError } from "./nn/losses/mean-absolute-percentage-error.ts";
export { meanSquaredLogarithmicError } from "./nn/losses/mean-squared-logarithmic-error.ts";
export { poisson } from "./nn/losses/poisson.ts";
export { softmaxCrossEntropy } from "./nn/losses/softmax-cross-entropy.ts";
export { meanSquaredError, squaredError } from "./nn/losses/squared-error.ts";
export { adadelta } from "./nn/optimizers/adadelta.ts";
export { adagrad } from "./nn/optimizers/adagrad.ts";
export { adam, adamw } from "./nn/optimizers/adam.ts";
export { adamax } from "./nn/optimizers/adamax.ts";
export { lion } from "./nn/optimizers/lion.ts";
export { momentumRule as momentum, momentumRule as nesterov } from "./nn/optimizers/momentum.ts";
export { nadam } from "./nn/optimizers/nadam.ts";
export { rmsprop } from "./nn/optimizers/rmsprop.ts";
export { sgd } from "./nn/optimizers/sgd.ts";
export { scheduleFactor as schedules } from "./nn/schedules.ts";
