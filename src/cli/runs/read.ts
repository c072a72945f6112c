import { basename, resolve } from "node:path";
import {
  formatInputError,
  InputError,
  type MetricName,
  metricNames,
  type ReportStatus,
} from "../../index.ts";
import { linesOf, type MetricsLine, type RunRecord, recordIn } from "../../node/index.ts";
import { noRun } from "./report.ts";
import { statusOf } from "./status.ts";

/** A run as it is listed. */
export interface ListedRun {
  readonly path: string;
  readonly name: string;
  readonly record: RunRecord;
  readonly status: ReportStatus;
  /** Epochs that are over, as far as is written down. */
  readonly epochs: number;
  /** How it went, as far as it did. */
  readonly lines: readonly MetricsLine[];
}

/** @throws InputError where the folder has no run, or its files are not as a run writes them */
export async function readRun(path: string): Promise<ListedRun> {
  const record = await recordIn(path);
  if (!record) throw noRun(path);
  const lines = await linesOf(path).metrics.read();
  return {
    path,
    name: basename(resolve(path)),
    record,
    status: await statusOf(path, record),
    epochs: record.result?.epochs ?? lines[lines.length - 1]?.epoch ?? 0,
    lines,
  };
}

/** Runs that can be read, and what is wrong with the others. */
export async function readRuns(
  paths: readonly string[],
): Promise<{ runs: readonly ListedRun[]; problems: readonly string[] }> {
  const runs: ListedRun[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    try {
      runs.push(await readRun(path));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(formatInputError(error));
    }
  }
  return { runs, problems };
}

/** The number that says most of how good a network is: its loss, and the first metric, of what it was not trained on. */
export interface Score {
  readonly loss?: number;
  readonly metric?: { readonly name: MetricName; readonly value: number };
}

export function scoreOf({ record, lines }: ListedRun): Score {
  const metrics = record.result?.metrics;
  const last = lines[lines.length - 1];
  const measured: Readonly<Record<string, unknown>> | undefined =
    metrics?.test ?? metrics?.validation ?? metrics?.train ?? last?.metrics;
  const loss = measured?.loss ?? last?.validation ?? last?.loss;
  const name = metricNames.find((name) => typeof measured?.[name] === "number");
  return {
    ...(typeof loss === "number" && { loss }),
    ...(name && { metric: { name, value: measured?.[name] as number } }),
  };
}
