import { InputError } from "../tensor/error.ts";
import { label as named } from "../tensor/wording.ts";
import { type DatePart, isScaledPart, widthOfPart } from "./dates.ts";
import {
  type DateFeature,
  type Encoding,
  type EncodingOptions,
  type Feature,
  type Label,
  type LabelOptions,
  MAX_LEVELS,
  type NumberFeature,
} from "./encoding.ts";
import { columnOf, type Frame } from "./frame.ts";
import { type ColumnReport, reportOf, reportOfLabel } from "./report.ts";
import { type ScaleName, type Scaling, type Statistics, scalingOf } from "./scale.ts";
import { type Summary, summarize } from "./summary.ts";

/** What is made of a date where nothing else is asked for. */
export const DEFAULT_PARTS: readonly DatePart[] = ["time"];

/** An encoding, and what the columns that it was fitted on hold. */
export interface Fitted {
  readonly encoding: Encoding;
  /** Of the features in their order, then of the label. */
  readonly columns: readonly ColumnReport[];
}

/**
 * Fits an encoding on some rows of a frame, which must be those of the training part alone.
 * @throws InputError where a column is missing, has no numbers, or too many levels
 */
export function fitEncoding(frame: Frame, rows: ArrayLike<number>, options: EncodingOptions): Encoding {
  return fitColumns(frame, rows, options).encoding;
}

/** The same, with a report of the columns. */
export function fitColumns(frame: Frame, rows: ArrayLike<number>, options: EncodingOptions): Fitted {
  const { label, fill = "mean", dateParts } = options;
  const names = options.features ?? namesBeside(frame, label.name);
  const summaries = names.map((name): [string, Summary] => {
    const column = columnOf(frame, name, frame.columns.get(name)?.kind ?? "number");
    return [name, summarize(column, rows, fill, dateParts?.get(name) ?? DEFAULT_PARTS)];
  });
  const ofLabel = summarize(
    columnOf(frame, label.name, label.kind === "classes" ? "category" : "number"),
    rows,
    "mean",
    [],
  );
  const column = frame.columns.get(label.name);
  return fittedOn(summaries, ofLabel, column?.kind === "category" ? column.levels : [], options);
}

/**
 * The encoding of columns of which only the summaries are known.
 * @param features by name, in order
 * @param classes of a label of classes
 * @throws InputError where a column has no numbers, or too many levels
 */
export function fittedOn(
  features: readonly (readonly [string, Summary])[],
  label: Summary,
  classes: readonly string[],
  options: EncodingOptions,
): Fitted {
  const made = features.map(([name, summary]) => featureOf(name, summary, options));
  const encoding: Encoding = {
    features: made,
    label: labelOf(label, classes, options.label),
    ...(options.missing && { missing: options.missing }),
  };
  const columns = [
    ...made.map((feature, i) => reportOf(feature, features[i][1])),
    reportOfLabel(encoding.label, label),
  ];
  return { encoding, columns };
}

function namesBeside({ columns }: Frame, label: string): string[] {
  return [...columns.keys()].filter((name) => name !== label);
}

/** @throws InputError where the column has no numbers, or too many levels */
function featureOf(name: string, summary: Summary, options: EncodingOptions): Feature {
  if (summary.kind === "number") return numberFeature(name, summary, options);
  if (summary.kind === "date") return dateFeature(name, summary, options);
  const levels = options.levels?.get(name) ?? inOrder(summary.levels);
  checkLevels(name, levels.length);
  return { kind: "category", name, levels, unseen: options.unseen ?? "zeros" };
}

/** @throws InputError where a category has so many levels that a network should not have an input for each */
export function checkLevels(name: string, count: number, isAll = true): void {
  if (count <= MAX_LEVELS) return;
  const found = `found ${isAll ? count.toLocaleString("en") : "more"}`;
  const cure = "leave the column out (features), or give it as a number (columns)";
  throw new InputError(
    `${named(name)}: expected at most ${MAX_LEVELS.toLocaleString("en")} levels, an input each, ${found}   ${cure}`,
  );
}

/** By size where all are numbers, else by their characters: an order that does not depend on the rows. */
function inOrder(levels: readonly string[]): string[] {
  const areNumbers = levels.every((level) => Number.isFinite(Number(level)));
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...levels].sort((a, b) => (areNumbers ? Number(a) - Number(b) || byText(a, b) : byText(a, b)));
}

function numberFeature(
  name: string,
  { width, statistics }: Extract<Summary, { kind: "number" }>,
  { scale, fill = "mean" }: EncodingOptions,
): NumberFeature {
  if (statistics.count.some((count) => count === 0)) throw empty(name, "number");
  const filled = (statistics.median ?? statistics.mean).map(positiveZero);
  return { kind: "number", name, width, scale, ...fitScaling(name, scale, statistics), fill, filled };
}

function dateFeature(
  name: string,
  { seconds, parts: statistics }: Extract<Summary, { kind: "date" }>,
  { scale, fill = "mean", dateParts }: EncodingOptions,
): DateFeature {
  if (seconds.count[0] === 0) throw empty(name, "date");
  const parts = dateParts?.get(name) ?? DEFAULT_PARTS;
  const isScaled = parts.flatMap((part) => new Array<boolean>(widthOfPart(part)).fill(isScaledPart(part)));
  const { shift, divisor } = fitScaling(name, scale, statistics);
  return {
    kind: "date",
    name,
    parts,
    scale,
    shift: shift.map((by, i) => (isScaled[i] ? by : 0)),
    divisor: divisor.map((by, i) => (isScaled[i] ? by : 1)),
    fill,
    filled: (seconds.median ?? seconds.mean)[0],
  };
}

/** @throws InputError where the numbers are so large that their spread is not finite */
function fitScaling(name: string, scale: ScaleName, statistics: Statistics): Scaling {
  const { shift, divisor } = scalingOf(scale, statistics);
  const all = [...shift, ...divisor, ...statistics.mean];
  if (!all.every(Number.isFinite)) {
    throw new InputError(
      `${named(name)}: expected numbers of which a mean and a spread can be calculated, found larger ones`,
    );
  }
  return { shift: shift.map(positiveZero), divisor };
}

/** JSON does not keep the sign of a zero. */
const positiveZero = (value: number): number => value + 0;

function empty(name: string, kind: string): InputError {
  return new InputError(
    `${named(name)}: expected a ${kind} in at least one row of the training part, found none   leave the column out (features)`,
  );
}

function labelOf(summary: Summary, classes: readonly string[], options: LabelOptions): Label {
  const { name } = options;
  if (options.kind === "classes") {
    return { kind: "classes", name, classes, outputs: options.outputs, no: options.no };
  }
  if (summary.kind !== "number") throw new Error(`label ${name}: expected numbers`);
  const { width, statistics } = summary;
  return {
    kind: "number",
    name,
    width,
    scale: options.scale,
    ...fitScaling(name, options.scale, statistics),
  };
}
