import type { LabelOptions } from "../data/encoding.ts";
import type { Column } from "../data/frame.ts";
import type { ScaleName } from "../data/scale.ts";
import { everyKind } from "../nn/every-kind.ts";
import { type Loss, lossOf, lossSettings } from "../nn/losses.ts";
import { outputsOf } from "../nn/shapes.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { InputError, type Place } from "../tensor/error.ts";
import { decimal, numberAt, wrongCell } from "./cells.ts";
import { classesOf, classIndices } from "./classes.ts";
import type { Table } from "./csv.ts";
import { counted, oneLine, quote } from "./wording.ts";

/** The column that a network is to predict, and where the example file names it. */
export interface LabelSource {
  readonly column: number;
  readonly place: Place;
  /** Where somebody says of what kind it is. */
  readonly kind?: "number" | "category";
  /** What is done to numbers. Default: none. */
  readonly scale?: ScaleName;
}

/** A label as a column of a frame, and how it becomes targets. */
export interface ReadLabel {
  readonly column: Column;
  readonly options: LabelOptions;
}

/**
 * The label column: numbers as they are, or classes with an output each. Two classes may also share a single output
 * that is a probability, the first as 0 and the second as 1.
 * @param given the classes of the training samples, which these must have too; empty where those were numbers;
 *   undefined to find them here
 * @throws InputError where the label does not fit the model
 */
export function labelOf(
  table: Table,
  label: LabelSource,
  model: ModelSpec,
  given?: readonly string[],
): ReadLabel {
  const numbers = given ? given.length === 0 : takesNumbers(table, label, model);
  return numbers ? numericLabel(table, label, model) : classLabel(table, label, model, given);
}

/** Does the model take the labels as numbers, and not as classes? */
export function takesNumbers(
  table: Table,
  { column, kind: said }: LabelSource,
  { network, loss }: ModelSpec,
): boolean {
  const single = outputsOf(network, everyKind) === 1;
  const kind = lossOf(loss).targets;
  if (kind === "distribution") return false;
  if (said !== undefined) return said === "number";
  if (kind === "probabilities") return single && isNumeric(table, column);
  if (kind === "signs") return single && isNumeric(table, column);
  return single || isNumeric(table, column);
}

function isNumeric(table: Table, column: number): boolean {
  for (let row = 0; row < table.rows; row++) {
    if (decimal(table.cell(row, column)) === undefined) return false;
  }
  return true;
}

function numericLabel(table: Table, label: LabelSource, { network, loss }: ModelSpec): ReadLabel {
  const { column, place, scale = "none" } = label;
  const name = table.columns[column];
  const outputs = outputsOf(network, everyKind);
  if (outputs !== 1) {
    const expected = `expected 1 output for a column of numbers (${lossSettings(loss).name}), found ${outputs} outputs`;
    throw new InputError(`label ${quote(name)}: ${expected}`, place);
  }
  const kind = lossOf(loss).targets;
  const values = Float64Array.from({ length: table.rows }, (_, row) => {
    const value = numberAt(table, row, column);
    if (targetFits(value, kind)) return value;
    throw wrongCell(table, row, column, `${targetWanted(kind)} (${lossSettings(loss).name})`);
  });
  return { column: { kind: "number", name, width: 1, values }, options: { kind: "number", name, scale } };
}

function classLabel(
  table: Table,
  { column, place }: LabelSource,
  model: ModelSpec,
  given?: readonly string[],
): ReadLabel {
  const name = table.columns[column];
  const classes = given ?? classesOf(table, column);
  const options = classOptions(name, classes, model, place);
  const codes = classIndices(table, column, classes);
  return { column: { kind: "category", name, codes, levels: classes }, options };
}

/**
 * How classes become targets of a model.
 * @throws InputError where they are not as many as the model tells apart
 */
export function classOptions(
  name: string,
  classes: readonly string[],
  { network, loss }: ModelSpec,
  place: Place,
): LabelOptions {
  const outputs = outputsOf(network, everyKind);
  const kind = lossOf(loss).targets;
  const shareOutput = outputs === 1 && (kind === "probabilities" || kind === "signs");
  const wanted = shareOutput ? 2 : outputs;
  if (classes.length !== wanted) {
    const expected = `expected ${wanted} classes (the network has ${counted(outputs, "output")})`;
    const found = `found ${classes.length}: ${classes.slice(0, 100).join(", ")}`;
    throw new InputError(oneLine(`label ${quote(name)}: ${expected}, ${found}`), place);
  }
  return { kind: "classes", name, outputs: shareOutput ? "one" : "each", no: kind === "signs" ? -1 : 0 };
}

/** May a target be this number? */
export function targetFits(value: number, kind: Loss["targets"]): boolean {
  if (kind === "any") return true;
  if (kind === "signs") return value === -1 || value === 1;
  return value >= 0 && (kind === "not negative" || value <= 1);
}

/** What a target must be, as a phrase. */
export function targetWanted(kind: Loss["targets"]): string {
  if (kind === "signs") return "-1 or 1";
  return kind === "not negative" ? "a number not below 0" : "a number from 0 to 1";
}
