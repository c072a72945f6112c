/** What can be measured of a network, beside its loss. */
export const metricNames = [
  "accuracy",
  "top-2",
  "top-3",
  "top-5",
  "precision",
  "recall",
  "f1",
  "auc",
  "confusion",
  "mae",
  "r2",
] as const;

export type MetricName = (typeof metricNames)[number];

/** When to end a training before its epochs are over. */
export interface EarlyStopping {
  /** After so many epochs without a lower loss. */
  readonly patience: number;
  /** By how much a loss must be lower to count. Default: 0. */
  readonly minDelta?: number;
  /** Whether the parameters become those of the best epoch again. Default: true. */
  readonly restoreBest?: boolean;
}
