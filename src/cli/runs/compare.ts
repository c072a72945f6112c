import { formatNumber, metricNames } from "../../index.ts";
import { type Difference, differencesOf, type Json, type MetricsLine } from "../../node/index.ts";
import { metricText } from "../metrics.ts";
import { summaryOf } from "./list.ts";
import type { ListedRun } from "./read.ts";
import { machineOf } from "./report.ts";
import { type Column, harmless, tableLines } from "./table.ts";

/** The curves are written out at so many epochs at the most. */
const ROWS = 12;
const DIGITS = { digits: 5 } as const;
const NONE = "–";

/** What two runs were given, and what came of them, beside each other. */
export function compareText(a: ListedRun, b: ListedRun, width: number): string {
  const differences = allDifferences(a, b);
  const names = namesOf(a, b);
  const table = (columns: readonly Column[]) =>
    tableLines(columns, width).map((line) => `  ${line}`.trimEnd());
  const given = [
    { head: "", cells: differences.map(({ path }) => harmless(path)), least: 12 },
    { head: names[0], cells: differences.map(({ a }) => valueText(a)), least: 8 },
    { head: names[1], cells: differences.map(({ b }) => valueText(b)), least: 8 },
  ];
  const results = resultRows(a, b);
  const curves = curveRows(a, b);
  return `${[
    differences.length === 0 ? "nothing differs in what they were given" : "what they were given",
    ...(differences.length === 0 ? [] : table(given)),
    "",
    "what came of it",
    ...table([
      { head: "", cells: results.map(({ name }) => name) },
      { head: names[0], cells: results.map(({ a }) => a), align: "right" },
      { head: names[1], cells: results.map(({ b }) => b), align: "right" },
    ]),
    ...(curves.length === 0
      ? []
      : ["", `how it went (A: ${names[0]}, B: ${names[1]})`, ...table(curveColumns(curves))]),
  ].join("\n")}\n`;
}

export function compareJson(a: ListedRun, b: ListedRun): object {
  const curve = ({ lines }: ListedRun) =>
    lines.map(({ epoch, loss, validation, metrics }) => ({ epoch, loss, validation, metrics }));
  return {
    a: summaryOf(a),
    b: summaryOf(b),
    differences: allDifferences(a, b),
    curves: { a: curve(a), b: curve(b) },
  };
}

function namesOf(a: ListedRun, b: ListedRun): [string, string] {
  return a.name === b.name ? [harmless(a.path), harmless(b.path)] : [harmless(a.name), harmless(b.name)];
}

function allDifferences(a: ListedRun, b: ListedRun): Difference[] {
  const given = ({ record }: ListedRun): Json => ({
    example: record.example,
    epochs: record.epochs,
    machine: machineOf(record).join(", "),
    data: record.data.map(({ sha256 }) => ({ sha256 })),
    backstep: record.backstep,
    node: record.node,
  });
  return [...differencesOf(a.record.settings, b.record.settings), ...differencesOf(given(a), given(b))];
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return NONE;
  return harmless(typeof value === "string" ? value : JSON.stringify(value));
}

interface Row {
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

function resultRows(a: ListedRun, b: ListedRun): Row[] {
  const both = (name: string, text: (run: ListedRun) => string): Row => ({ name, a: text(a), b: text(b) });
  const parts = (["train", "validation", "test"] as const).flatMap((part) =>
    (["loss", ...metricNames.filter((name) => name !== "confusion")] as const).flatMap((name) => {
      const value = ({ record }: ListedRun): unknown => record.result?.metrics[part]?.[name];
      if ([a, b].every((run) => typeof value(run) !== "number")) return [];
      return both(`${part} ${name}`, (run) => {
        const found = value(run);
        if (typeof found !== "number") return NONE;
        return name === "loss" ? formatNumber(found, DIGITS) : metricText(name, found);
      });
    }),
  );
  return [
    both("status", ({ status }) => status),
    both("epochs", ({ epochs }) => String(epochs)),
    both("seconds", ({ record }) => record.seconds.toFixed(record.seconds < 10 ? 2 : 0)),
    ...parts,
    both("parameters", ({ record }) => record.result?.sha256.slice(0, 12) ?? NONE),
  ];
}

interface CurveRow {
  readonly epoch: number;
  readonly a: MetricsLine | undefined;
  readonly b: MetricsLine | undefined;
}

/** At epochs that are spread evenly over the longer of the two. */
function curveRows(a: ListedRun, b: ListedRun): CurveRow[] {
  const longer = a.lines.length >= b.lines.length ? a.lines : b.lines;
  const size = Math.min(ROWS, longer.length);
  const picked = Array.from(
    { length: size },
    (_, i) => longer[Math.round((i * (longer.length - 1)) / Math.max(1, size - 1))],
  );
  const at = (lines: readonly MetricsLine[], epoch: number) => lines.find((line) => line.epoch === epoch);
  return picked.map(({ epoch }) => ({ epoch, a: at(a.lines, epoch), b: at(b.lines, epoch) }));
}

function curveColumns(rows: readonly CurveRow[]): Column[] {
  const lines = rows.flatMap(({ a, b }) => [a, b]);
  const metric = metricNames.find((name) => lines.some((line) => typeof line?.metrics?.[name] === "number"));
  const quantities: { name: string; text: (line: MetricsLine) => string | undefined }[] = [
    { name: "loss", text: ({ loss }) => formatNumber(loss, DIGITS) },
    {
      name: "validation",
      text: ({ validation }) => (validation === undefined ? undefined : formatNumber(validation, DIGITS)),
    },
    ...(metric
      ? [
          {
            name: metric,
            text: ({ metrics }: MetricsLine) =>
              metrics?.[metric] === undefined ? undefined : metricText(metric, metrics[metric]),
          },
        ]
      : []),
  ];
  return [
    { head: "epoch", cells: rows.map(({ epoch }) => String(epoch)), align: "right" },
    ...quantities.flatMap(({ name, text }): Column[] => {
      const columns = (["a", "b"] as const).map((which): Column => {
        const cells = rows.map((row) => {
          const line = row[which];
          return (line && text(line)) ?? NONE;
        });
        return { head: `${name} ${which.toUpperCase()}`, cells, align: "right" };
      });
      return columns.every(({ cells }) => cells.every((cell) => cell === NONE)) ? [] : columns;
    }),
  ];
}
