import type { Samples } from "../nn/samples.ts";
import { InputError } from "../tensor/error.ts";
import type { Tensor, Values } from "../tensor/tensor.ts";
import { counted, label as named, quote } from "../tensor/wording.ts";
import { writeParts } from "./dates.ts";
import {
  type CategoryFeature,
  type DateFeature,
  type Encoding,
  inputsOf,
  type NumberFeature,
  targetsOf,
  widthOfFeature,
} from "./encoding.ts";
import { columnOf, type Frame } from "./frame.ts";
import type { Scaling } from "./scale.ts";

/** A level that the training part did not have, and in how many rows it stands. */
export interface Unseen {
  readonly column: string;
  readonly level: string;
  readonly rows: number;
}

/** Where encoded numbers are written: one feature's share of each row. */
interface Target {
  readonly values: Values;
  /** Numbers in a row. */
  readonly width: number;
  /** Where in a row the share begins. */
  readonly at: number;
}

/** The inputs that an encoding makes of rows, and which levels it did not know. */
export interface EncodedInputs {
  /** rows × inputs */
  readonly inputs: Tensor;
  readonly unseen: readonly Unseen[];
}

/**
 * Makes inputs of rows.
 * @param rows which ones, in this order
 * @throws InputError where a column is missing or of another kind, or a level is unseen and that is to be an error
 */
export function encodeInputs(
  frame: Frame,
  encoding: Encoding,
  rows: ArrayLike<number> = allRows(frame),
): EncodedInputs {
  const width = inputsOf(encoding);
  const values = new Float64Array(rows.length * width);
  const unseen: Unseen[] = [];
  let at = 0;
  for (const feature of encoding.features) {
    const to: Target = { values, width, at };
    if (feature.kind === "number") writeNumbers(frame, feature, rows, to);
    else if (feature.kind === "date") writeDates(frame, feature, rows, to);
    else unseen.push(...writeLevels(frame, feature, rows, to));
    at += widthOfFeature(feature);
  }
  return { inputs: { shape: [rows.length, width], values }, unseen };
}

/** @throws InputError where the label is missing or of another kind */
export function encodeTargets(
  frame: Frame,
  encoding: Encoding,
  rows: ArrayLike<number> = allRows(frame),
): Tensor {
  const { label } = encoding;
  const width = targetsOf(encoding);
  const values = new Float64Array(rows.length * width);
  if (label.kind === "number") {
    const column = columnOf(frame, label.name, "number");
    writeScaled(column.values, label, rows, { values, width, at: 0 }, undefined);
    return { shape: [rows.length, width], values };
  }
  const column = columnOf(frame, label.name, "category");
  const indices = indicesIn(column.levels, label.classes);
  values.fill(label.no);
  for (let n = 0; n < rows.length; n++) {
    const index = indices[column.codes[rows[n]]] ?? -1;
    if (index === -1) throw unknownClass(frame, rows[n], label.name, column.levels[column.codes[rows[n]]]);
    if (label.outputs === "each") values[n * width + index] = 1;
    else if (index === 1) values[n] = 1;
  }
  return { shape: [rows.length, width], values };
}

/** Samples of rows, inputs and targets. */
export function encode(
  frame: Frame,
  encoding: Encoding,
  rows: ArrayLike<number> = allRows(frame),
): Samples & { readonly unseen: readonly Unseen[] } {
  const { inputs, unseen } = encodeInputs(frame, encoding, rows);
  const { label } = encoding;
  return {
    inputs,
    targets: encodeTargets(frame, encoding, rows),
    ...(label.kind === "classes" && { classes: label.classes }),
    ...(label.kind === "number" && label.scale !== "none" && { targetDivisor: label.divisor }),
    unseen,
  };
}

/** What to say of levels that were not in the training part, a line each. */
export function unseenWarnings(unseen: readonly Unseen[]): string[] {
  return unseen.map(
    ({ column, level, rows }) =>
      `${named(column)}: ${quote(level)} is not in the training part (${counted(rows, "row")}); its inputs are 0`,
  );
}

export function allRows({ rows }: Frame): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}

function writeNumbers(frame: Frame, feature: NumberFeature, rows: ArrayLike<number>, to: Target): void {
  const { width, values } = columnOf(frame, feature.name, "number");
  if (width !== feature.width) {
    const expected = `expected ${counted(feature.width, "number")} in each row, found ${width}`;
    throw new InputError(
      `${named(feature.name)}: ${expected}`,
      frame.file ? { file: frame.file } : undefined,
    );
  }
  writeScaled(values, feature, rows, to, feature.filled);
}

/** @param filled what stands for missing numbers; undefined where none may be missing */
function writeScaled(
  values: Values,
  { shift, divisor }: Scaling,
  rows: ArrayLike<number>,
  { values: out, width, at }: Target,
  filled: readonly number[] | undefined,
): void {
  const own = shift.length;
  // typed, for a data set of images is tens of millions of numbers
  const [from, by] = [Float64Array.from(shift), Float64Array.from(divisor)];
  for (let n = 0; n < rows.length; n++) {
    const first = rows[n] * own;
    const to = n * width + at;
    for (let i = 0; i < own; i++) out[to + i] = (values[first + i] - from[i]) / by[i];
    if (filled) fillMissing(values, first, { shift, divisor }, filled, out, to);
  }
}

function fillMissing(
  values: Values,
  first: number,
  { shift, divisor }: Scaling,
  filled: readonly number[],
  out: Values,
  to: number,
): void {
  for (let i = 0; i < filled.length; i++) {
    if (Number.isNaN(values[first + i])) out[to + i] = (filled[i] - shift[i]) / divisor[i];
  }
}

function writeDates(frame: Frame, feature: DateFeature, rows: ArrayLike<number>, to: Target): void {
  const { values } = columnOf(frame, feature.name, "date");
  const { shift, divisor } = feature;
  for (let n = 0; n < rows.length; n++) {
    const seconds = values[rows[n]];
    const at = n * to.width + to.at;
    writeParts(Number.isNaN(seconds) ? feature.filled : seconds, feature.parts, to.values, at);
    for (let i = 0; i < shift.length; i++) to.values[at + i] = (to.values[at + i] - shift[i]) / divisor[i];
  }
}

function writeLevels(frame: Frame, feature: CategoryFeature, rows: ArrayLike<number>, to: Target): Unseen[] {
  const { codes, levels } = columnOf(frame, feature.name, "category");
  const indices = indicesIn(levels, feature.levels);
  const unseen = new Map<number, number>();
  for (let n = 0; n < rows.length; n++) {
    const code = codes[rows[n]];
    if (code < 0) continue;
    if (indices[code] >= 0) to.values[n * to.width + to.at + indices[code]] = 1;
    else if (feature.unseen === "error") throw unseenLevel(frame, rows[n], feature.name, levels[code]);
    else unseen.set(code, (unseen.get(code) ?? 0) + 1);
  }
  return [...unseen].map(([code, count]) => ({ column: feature.name, level: levels[code], rows: count }));
}

/** For each word which of `known` it is, −1 where none. */
function indicesIn(words: readonly string[], known: readonly string[]): Int32Array {
  const places = new Map(known.map((word, index) => [word, index]));
  return Int32Array.from(words, (word) => places.get(word) ?? -1);
}

function unseenLevel(frame: Frame, row: number, column: string, level: string): InputError {
  const message = `${named(column)}: expected a level of the training part (unseen: error), found ${quote(level)}`;
  return new InputError(message, placeOf(frame, row, column));
}

function unknownClass(frame: Frame, row: number, column: string, found: string | undefined): InputError {
  const what = found === undefined ? "nothing" : quote(found);
  const message = `${named(column)}: expected one of the classes of the training samples, found ${what}`;
  return new InputError(message, placeOf(frame, row, column));
}

function placeOf({ place, file }: Frame, row: number, column: string) {
  return place?.(row, column) ?? (file === undefined ? undefined : { file });
}
