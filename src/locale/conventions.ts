/** The losses that have a name of their own in every language. */
type LossWord =
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

/** What a network is and how it is trained: what readers stumble over when it is not said. */
export interface ConventionWords {
  inputs(count: number): string;
  dense(neurons: number, activation: string): string;
  readonly losses: Readonly<Record<LossWord, string>>;
  /** Of a loss with settings: up to which error it is quadratic, how much targets are smoothed, classes weighted. */
  readonly lossSettings: {
    delta(delta: string): string;
    smoothing(amount: string): string;
    weights(weights: readonly string[]): string;
  };
  readonly over: Readonly<
    Record<"sum of outputs" | "mean of outputs" | "sum of samples" | "mean of samples", string>
  >;
  optimizer(name: string, learningRate: string): string;
  /** What becomes of the learning rate, by the schedule's name. */
  schedule(name: string): string;
  /** Gradients are kept within ±value, or all together within a length. */
  readonly clip: { value(value: string): string; norm(norm: string): string };
  accumulate(batches: number): string;
  /** What is added to the loss: `0.1 · Σ |w| + 0.005 · Σ w²`. */
  penalty(formula: string): string;
  /** In which order weights are numbered, by the first of them. */
  readonly weightOrder: string;
  readonly frozen: Readonly<Record<"weight" | "bias" | "all", string>>;
  frozenOnly(paths: readonly string[]): string;
  afterSteps(count: number): string;
}
