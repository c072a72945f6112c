import { basename, relative } from "node:path";
import { formatNumber } from "../../index.ts";
import { metricText } from "../metrics.ts";
import { counted } from "../summary.ts";
import { type ListedRun, scoreOf } from "./read.ts";
import { harmless, tableLines } from "./table.ts";

const DIGITS = { digits: 4 } as const;

/**
 * Runs as a table, the latest last.
 * @param now in milliseconds
 */
export function listText(runs: readonly ListedRun[], folder: string, width: number, now: number): string {
  if (runs.length === 0) return "no runs here\n";
  const inOrder = [...runs].sort((a, b) => a.record.started.localeCompare(b.record.started));
  const column = (head: string, cell: (run: ListedRun) => string) => ({ head, cells: inOrder.map(cell) });
  const lines = tableLines(
    [
      { ...column("run", ({ path, name }) => harmless(relative(folder, path) || name)), least: 8 },
      { ...column("example", ({ record }) => harmless(basename(record.example))), least: 6 },
      { ...column("epochs", ({ epochs, record }) => `${epochs}/${record.epochs}`), align: "right" },
      { ...column("loss", (run) => lossText(run)), align: "right" },
      { ...column("metric", (run) => scoreText(run)), align: "right" },
      column("status", ({ status }) => status),
      column("begun", ({ record }) => agoText(record.started, now)),
    ],
    width,
  );
  return `${[...lines, "", counted(runs.length, "run")].join("\n")}\n`;
}

export function listJson(runs: readonly ListedRun[]): object {
  return runs.map(summaryOf);
}

/** What is said of a run in a document. */
export function summaryOf(run: ListedRun): object {
  const { path, name, record, status, epochs } = run;
  const { example, title, started, ended, seconds, seed, dtype, backend, fma, threads, result } = record;
  return {
    path,
    name,
    example,
    ...(title !== undefined && { title }),
    status,
    epochs: { done: epochs, planned: record.epochs },
    ...scoreOf(run),
    ...(result && { metrics: result.metrics, sha256: result.sha256 }),
    started,
    ...(ended !== undefined && { ended }),
    seconds,
    ...{ seed, dtype, backend, fma, threads },
  };
}

function lossText(run: ListedRun): string {
  const { loss } = scoreOf(run);
  return loss === undefined ? "" : formatNumber(loss, DIGITS);
}

function scoreText(run: ListedRun): string {
  const { metric } = scoreOf(run);
  return metric ? metricText(metric.name, metric.value) : "";
}

/** `5 min ago`; of what is more than a month ago, the day. */
function agoText(time: string, now: number): string {
  const seconds = (now - Date.parse(time)) / 1000;
  if (Number.isNaN(seconds)) return "";
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 31 * 86400) return `${Math.floor(seconds / 86400)} days ago`;
  return time.slice(0, 10);
}
