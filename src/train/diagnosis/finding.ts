/** What can be wrong with a training, or with what it is given. */
export const findingKinds = [
  "not-finite",
  "loss-rising",
  "loss-oscillating",
  "loss-not-falling",
  "rate-too-high",
  "rate-too-low",
  "gradients-vanishing",
  "gradients-exploding",
  "dead-units",
  "saturated-units",
  "constant-feature",
  "unscaled-features",
  "targets-out-of-reach",
  "classes-unbalanced",
  "over-fitting",
] as const;

export type FindingKind = (typeof findingKinds)[number];

/** What to try, the most promising first. */
export type Advice =
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

/** Something that is off: data, for a language to put into words. */
export interface Finding {
  readonly kind: FindingKind;
  /** After so many steps. */
  readonly step: number;
  /** `layers.2` */
  readonly layer?: string;
  /** The function that makes it so: `relu`, `sigmoid`, a loss, an operation. */
  readonly by?: string;
  /** Neurons, features, classes or quantities, the worst first; at most `NAMED` of them. */
  readonly about: readonly string[];
  /** How many there are of them, among how many. */
  readonly count?: number;
  readonly among?: number;
  /** What was measured; each file of this room says of its finding what. */
  readonly measured: number;
  /** From where on it is a finding. */
  readonly threshold: number;
  readonly advice: readonly Advice[];
  /** What to derive to see it, and on which samples; none where there is nothing to derive it from. */
  readonly shownBy?: Shown;
}

/** Quantities of a step on a few samples. */
export interface Shown {
  readonly of: readonly string[];
  /** Numbers of rows. */
  readonly rows: readonly number[];
  /** Of which part of the data; batch: of the one that the next step is taken on. Default: train. */
  readonly part?: "train" | "validation" | "batch";
}

/** More are counted, but not named. */
export const NAMED = 8;
