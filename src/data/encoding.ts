import { counted, label as named } from "../tensor/wording.ts";
import { type DatePart, widthOfPart } from "./dates.ts";
import type { ColumnKind } from "./frame.ts";
import type { FillName, ScaleName, Scaling } from "./scale.ts";

/**
 * How rows of typed columns become inputs and targets: plain data, fitted on the training part alone and saved with
 * a model, so that other rows go through the same.
 */
export interface Encoding {
  /** In the order of the inputs. */
  readonly features: readonly Feature[];
  readonly label: Label;
  /** What a cell says that has no value, beside nothing at all; undefined: the usual words. */
  readonly missing?: readonly string[];
}

export type Feature = NumberFeature | CategoryFeature | DateFeature;

/** `width` inputs, (x − shift) / divisor each. */
export interface NumberFeature extends Scaling {
  readonly kind: "number";
  readonly name: string;
  readonly width: number;
  readonly scale: ScaleName;
  /** What `filled` is: the mean or the median of the training part. */
  readonly fill: FillName;
  /** What stands in the place of a missing number, before it is scaled. */
  readonly filled: readonly number[];
}

/** One input for each level: 1 for the level of the row, 0 for the others; all 0 where it is missing. */
export interface CategoryFeature {
  readonly kind: "category";
  readonly name: string;
  readonly levels: readonly string[];
  readonly unseen: UnseenRule;
}

/** Of a level that is not among those of the training part: all 0, with a warning, or an error. */
export type UnseenRule = "zeros" | "error";

/** The inputs that its parts make; those that are no sines or cosines are scaled. */
export interface DateFeature extends Scaling {
  readonly kind: "date";
  readonly name: string;
  readonly parts: readonly DatePart[];
  readonly scale: ScaleName;
  readonly fill: FillName;
  /** Seconds since 1970, what stands in the place of a missing date. */
  readonly filled: number;
}

export type Label = NumberLabel | ClassLabel;

/** `width` targets, (x − shift) / divisor each. */
export interface NumberLabel extends Scaling {
  readonly kind: "number";
  readonly name: string;
  readonly width: number;
  readonly scale: ScaleName;
}

/** A target for each class, 1 for the class of the row and `no` for the others; or one target, for the second of two. */
export interface ClassLabel {
  readonly kind: "classes";
  readonly name: string;
  readonly classes: readonly string[];
  readonly outputs: "each" | "one";
  readonly no: 0 | -1;
}

/** What is asked of an encoding before it is fitted. */
export interface EncodingOptions {
  /** The columns that become inputs, in this order. Default: all but the label. */
  readonly features?: readonly string[];
  readonly label: LabelOptions;
  /** What is done to numbers. */
  readonly scale: ScaleName;
  /** Default: mean. */
  readonly fill?: FillName;
  /** Default: zeros. */
  readonly unseen?: UnseenRule;
  /** What is made of dates, by the name of their column. Default: time. */
  readonly dateParts?: ReadonlyMap<string, readonly DatePart[]>;
  /** The levels of categories that are not to be taken from the training part, by the name of their column. */
  readonly levels?: ReadonlyMap<string, readonly string[]>;
  /** Goes into the encoding as it is. */
  readonly missing?: readonly string[];
}

export type LabelOptions =
  | { readonly kind: "number"; readonly name: string; readonly scale: ScaleName }
  | ({ readonly kind: "classes" } & Pick<ClassLabel, "name" | "outputs" | "no">);

/** The most levels that a category may have, an input each. */
export const MAX_LEVELS = 1000;

export function widthOfFeature(feature: Feature): number {
  if (feature.kind === "number") return feature.width;
  if (feature.kind === "category") return feature.levels.length;
  return feature.parts.reduce((sum, part) => sum + widthOfPart(part), 0);
}

/** How many inputs the features make. */
export function inputsOf({ features }: Encoding): number {
  return features.reduce((sum, feature) => sum + widthOfFeature(feature), 0);
}

/** How many targets the label makes. */
export function targetsOf({ label }: Encoding): number {
  if (label.kind === "number") return label.width;
  return label.outputs === "one" ? 1 : label.classes.length;
}

/** The kind of each column, by its name: as what other rows must be read. */
export function kindsOf({ features, label }: Encoding): Map<string, ColumnKind> {
  const kinds = new Map<string, ColumnKind>(features.map(({ name, kind }) => [name, kind]));
  return kinds.set(label.name, label.kind === "number" ? "number" : "category");
}

/** Wider networks are told in a message by their first columns. */
const COLUMNS_SHOWN = 6;

/** How the inputs come about: `3 numbers + city (4 levels) = 7`. */
export function inputsText(encoding: Encoding): string {
  const { features } = encoding;
  const numbers = features
    .filter(({ kind }) => kind === "number")
    .reduce((sum, feature) => sum + widthOfFeature(feature), 0);
  const others = features.flatMap((feature) => {
    if (feature.kind === "number") return [];
    const what =
      feature.kind === "category" ? counted(feature.levels.length, "level") : feature.parts.join(", ");
    return [`${named(feature.name)} (${what})`];
  });
  const shown = others.length > COLUMNS_SHOWN ? [...others.slice(0, COLUMNS_SHOWN), "…"] : others;
  const terms = [...(numbers > 0 ? [counted(numbers, "number")] : []), ...shown];
  return `${terms.join(" + ")} = ${inputsOf(encoding)}`;
}
