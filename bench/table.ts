import type { ProblemResults, Report, Result } from "./results.ts";

const MARK = "▸ ";
const HEADER = ["", "version", "runtime", "threads", "width", "median", "minimum", "× ours", "off by"];
/** Columns of words; the others are of numbers, and are aligned at their right. */
const WORDS = 3;

/** A report as a table for each problem. */
export function tableOf({ problems, absent, tolerances, machine, loadBefore, secondsEach }: Report): string {
  return [
    ...problems.flatMap((problem) => [...problemLines(problem), ""]),
    ...absent.map(({ name, why, install }) => `not installed: ${name} (${why})\n    ${install}`),
    ...(absent.length > 0 ? [""] : []),
    `× ours: the median over that of the fastest ${MARK.trim()} with no more threads.`,
    "off by: the distance of parameters and loss from the reference backend's in float64, over how far training moved",
    `them; more than ${tolerances.f64} (f64) or ${tolerances.f32} (f32) is not timed.`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}; load before: ${loadBefore.toFixed(1)}; ${secondsEach} s each.`,
  ].join("\n");
}

function problemLines({ id, title, width, results }: ProblemResults): string[] {
  const rows = [HEADER, ...results.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column < WORDS ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join("  ")
      .trimEnd(),
  );
  const remarks = results.flatMap(({ name, runtime, threads, fault, trainsFrozenBiases }) => [
    ...(fault === undefined ? [] : [`${name}, ${runtime}, threads: ${threads}: ${fault}`]),
    ...(trainsFrozenBiases ? [`${name} (${runtime}) trains the frozen biases too.`] : []),
  ]);
  return [`${id}  ${title}, ${width}: one training step`, ...lines, ...remarks];
}

function cellsOf(result: Result): string[] {
  const { name, version, runtime, threads, width, isOurs, median, minimum, timesOurs, deviation } = result;
  return [
    `${isOurs ? MARK : "  "}${name}`,
    version,
    runtime,
    String(threads),
    width,
    time(median),
    time(minimum),
    timesOurs === undefined ? "–" : significant(timesOurs),
    deviation === undefined ? "–" : deviation.toExponential(0),
  ];
}

/** `385 µs` */
function time(seconds: number | undefined): string {
  if (seconds === undefined) return "–";
  const [unit, size] = [["s ", 1] as const, ["ms", 1e-3] as const, ["µs", 1e-6] as const].find(
    ([, size]) => seconds >= size,
  ) ?? ["ns", 1e-9];
  return `${significant(seconds / size)} ${unit}`;
}

/** Three digits, without an exponent. */
function significant(value: number): string {
  if (value === 0) return "0";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(decimals);
}
