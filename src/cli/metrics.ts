import { formatNumber, type MetricName, type Metrics, metricNames } from "../index.ts";
import { GLANCE } from "./summary.ts";

/** Metrics that are shares of samples, as a percentage. */
const shares: readonly MetricName[] = ["accuracy", "top-2", "top-3", "top-5"];
/** Larger tables are for machines. */
const MOST_CLASSES = 12;

/** `accuracy 33.3 % → 98.0 %`, of each metric but the confusion matrix. */
export function metricsText(before: Metrics, after: Metrics): string[] {
  return metricNames.flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (typeof is !== "number") return [];
    return [`${name} ${typeof was === "number" ? `${metricText(name, was)} → ` : ""}${metricText(name, is)}`];
  });
}

export function metricText(name: MetricName, value: number): string {
  return shares.includes(name)
    ? `${(100 * value).toFixed(1)} %`
    : formatNumber(value, { ...GLANCE, digits: 4 });
}

/** The confusion matrix as a table: a row for each class, a column for what it was taken for. */
export function confusionText({ confusion }: Metrics, classes: readonly string[] | undefined): string[] {
  if (!confusion || confusion.length > MOST_CLASSES) return [];
  const names = confusion.map((_, k) => classes?.[k] ?? `${k + 1}`);
  const cells = [["", ...names], ...confusion.map((row, k) => [names[k], ...row.map(String)])];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "),
  );
  return ["", "taken for (columns), of each class (rows)", ...lines.map((line) => `  ${line.trimEnd()}`)];
}
