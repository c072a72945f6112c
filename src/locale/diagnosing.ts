/** What can be wrong with a training. */
type FindingWord =
  | "not-finite"
  | "loss-rising"
  | "loss-oscillating"
  | "loss-not-falling"
  | "rate-too-high"
  | "rate-too-low"
  | "gradients-vanishing"
  | "gradients-exploding"
  | "dead-units"
  | "saturated-units"
  | "constant-feature"
  | "unscaled-features"
  | "targets-out-of-reach"
  | "classes-unbalanced"
  | "over-fitting";

/** What can be tried. */
type AdviceWord =
  | "lower-rate"
  | "raise-rate"
  | "clip-gradients"
  | "other-optimizer"
  | "scale-inputs"
  | "check-data"
  | "check-targets"
  | "drop-feature"
  | "relu"
  | "leaky-relu"
  | "initializer"
  | "normalize-layers"
  | "fewer-layers"
  | "more-units"
  | "linear-output"
  | "scale-targets"
  | "class-weights"
  | "other-metric"
  | "early-stopping"
  | "regularize"
  | "more-data";

/** A finding, with its numbers written out. */
export interface FindingFacts {
  /** `layer 2`; empty where it is about none. */
  readonly layer: string;
  /** A function, a loss or an operation. */
  readonly by: string;
  readonly about: readonly string[];
  readonly count: number;
  readonly among: number;
  readonly measured: string;
  readonly threshold: string;
}

/** Everything that is said about what is off in a training, in one language. */
export interface DiagnosingWords {
  /** Before a finding, while training goes on. */
  readonly warning: string;
  readonly headings: Readonly<Record<FindingWord, string>>;
  /** What was measured, and why that is a fault; one sentence, without its full stop. */
  readonly findings: Readonly<Record<FindingWord, (facts: FindingFacts) => string>>;
  readonly advice: Readonly<Record<AdviceWord, string>>;
  /** `try a lower learning rate; or …` */
  tries(advice: readonly string[]): string;
  afterStep(step: string): string;
  /** How many findings there are in so much training. */
  summary(findings: number, steps: string, epochs: string): string;
  healthy(steps: string, epochs: string): string;
  /** Over a derivation: of which samples, counted from 1. */
  shown(part: "train" | "validation" | "batch", samples: readonly number[]): string;
  readonly tooLarge: string;
}
