import { join } from "node:path";
import { type Finding, findingKinds, type LayerNumbers } from "../../index.ts";
import { each, list, number, oneOf, optional, record, text, whole } from "./kinds.ts";
import { type Line, Lines } from "./lines.ts";

/** How a training stood after some epochs. */
export interface MetricsLine extends Line {
  readonly epoch: number;
  /** The mean of the losses since the line before, each from before its step. */
  readonly loss: number;
  /** With the parameters as they were then. */
  readonly validation?: number;
  readonly metrics?: Readonly<Record<string, number>>;
  /** Which part the metrics are of. */
  readonly of?: "train" | "validation";
  /** Spent on training so far. */
  readonly seconds: number;
}

/** Where the numbers of the layers lay. */
export interface LayersLine extends Line {
  readonly epoch: number;
  readonly layers: readonly LayerNumbers[];
}

export type FindingLine = Line & Finding;

/** What a run's folder holds, by the names that it has there. */
export const runFiles = {
  record: "run.json",
  example: "example.yaml",
  metrics: "metrics.jsonl",
  layers: "layers.jsonl",
  findings: "findings.jsonl",
  report: "report.html",
  model: "model.safetensors",
  checkpoints: "checkpoints",
} as const;

const metricsKind = record({
  epoch: whole,
  loss: number,
  validation: optional(number),
  metrics: optional(each(number)),
  of: optional(oneOf(["train", "validation"])),
  seconds: number,
});

const histogram = record({
  low: number,
  high: number,
  counts: list(whole),
  mean: number,
  deviation: number,
});

const layersKind = record({
  epoch: whole,
  layers: list(record({ layer: text, weights: histogram, gradients: histogram })),
});

const findingKind = record({
  kind: oneOf(findingKinds),
  layer: optional(text),
  by: optional(text),
  about: list(text),
  count: optional(number),
  among: optional(number),
  measured: number,
  threshold: number,
  advice: list(text),
});

/** What is written line by line into the folder of a run. */
export interface RunLines {
  readonly metrics: Lines<MetricsLine>;
  readonly layers: Lines<LayersLine>;
  readonly findings: Lines<FindingLine>;
}

export function linesOf(folder: string): RunLines {
  return {
    metrics: new Lines(join(folder, runFiles.metrics), metricsKind),
    layers: new Lines(join(folder, runFiles.layers), layersKind),
    findings: new Lines(join(folder, runFiles.findings), findingKind),
  };
}
