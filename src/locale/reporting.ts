/** What became of a run; killed: it says that it is running, and no process is at it. */
type StatusWord = "running" | "killed" | "finished" | "stopped" | "diverged" | "failed";

/** What is said of a run beside its settings. */
type FactWord =
  | "status"
  | "example"
  | "started"
  | "ended"
  | "took"
  | "resumed"
  | "epochs"
  | "steps"
  | "best"
  | "machine"
  | "versions"
  | "data"
  | "parameters";

type MetricWord =
  | "accuracy"
  | "top-2"
  | "top-3"
  | "top-5"
  | "precision"
  | "recall"
  | "f1"
  | "auc"
  | "mae"
  | "r2";

/** Everything that the report of a run says, in one language. */
export interface ReportingWords {
  readonly untitled: string;
  readonly status: Readonly<Record<StatusWord, string>>;
  readonly facts: Readonly<Record<FactWord, string>>;
  readonly parts: Readonly<Record<"train" | "validation" | "test", string>>;
  readonly part: string;
  readonly loss: string;
  readonly metrics: Readonly<Record<MetricWord, string>>;
  /** Headings. */
  readonly results: string;
  readonly curves: string;
  readonly confusion: string;
  readonly layers: string;
  readonly findings: string;
  readonly settings: string;
  readonly run: string;
  /** Under the horizontal axis of a curve. */
  readonly epoch: string;
  /** A curve for those who cannot see it. */
  curve(name: string, points: number, first: string, last: string): string;
  readonly bestEpoch: string;
  readonly noCurves: string;
  /** How the table of classes is to be read. */
  confusionOf(part: string): string;
  /** In place of a table that would be too large: the most frequent mistakes. */
  mistaken(of: string, as: string, count: string): string;
  readonly noMistakes: string;
  /** How the pictures of layers are to be read. */
  readonly layersAbout: string;
  readonly weights: string;
  readonly gradients: string;
  /** At the beginning and at the end; numbers lie about a mean within a deviation. */
  readonly atFirst: string;
  readonly atLast: string;
  readonly healthy: string;
  seconds(seconds: string): string;
  minutes(minutes: string): string;
  hours(hours: string): string;
  resumedAt(step: string): string;
  bytes(bytes: string): string;
  /** An axis on which equal steps are equal factors. */
  readonly logarithmic: string;
}
