import type { Finding } from "../train/diagnosis/finding.ts";
import type { LayerNumbers } from "../train/histograms.ts";
import type { Metrics } from "../train/metrics.ts";

/** How a training stood after some epochs. */
export interface ReportPoint {
  readonly epoch: number;
  readonly loss: number;
  readonly validation?: number;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly of?: "train" | "validation";
}

/** Where the numbers of the layers lay after some epochs. */
export interface ReportMoment {
  readonly epoch: number;
  readonly layers: readonly LayerNumbers[];
}

/** How often each class (row) was taken for each (column). */
export interface Confusion {
  readonly of: "train" | "validation" | "test";
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

export type ReportStatus = "running" | "killed" | "finished" | "stopped" | "diverged" | "failed";

/** A run, as its report tells of it: plain data. */
export interface Report {
  readonly title?: string;
  readonly status: ReportStatus;
  /** What a reader glances at: the network, the loss, the optimiser. */
  readonly phrases: readonly string[];
  /** The path of the example. */
  readonly example: string;
  /** Times, in ISO 8601. */
  readonly started: string;
  readonly ended?: string;
  readonly seconds: number;
  /** After which steps it was gone on with. */
  readonly resumed: readonly number[];
  readonly epochs: { readonly done?: number; readonly planned: number };
  readonly steps?: number;
  readonly bestEpoch?: number;
  /** `wasm, f32, fma, 1 thread` and the like */
  readonly machine: readonly string[];
  readonly versions: readonly string[];
  readonly data: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly sha256?: string;
  readonly results?: {
    readonly train: Metrics;
    readonly validation?: Metrics;
    readonly test?: Metrics;
  };
  readonly points: readonly ReportPoint[];
  readonly moments: readonly ReportMoment[];
  readonly findings: readonly Finding[];
  readonly confusion?: Confusion;
  /** By their paths: `optimizer.learningRate`. */
  readonly settings: readonly (readonly [path: string, value: string])[];
}
