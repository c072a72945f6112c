import { type Feature, type Label, widthOfFeature } from "./encoding.ts";
import type { FillName, Statistics } from "./scale.ts";
import type { Summary } from "./summary.ts";

/** What a column of the training part holds, and what is made of it: plain data. */
export interface ColumnReport {
  readonly name: string;
  readonly kind: "number" | "category" | "date";
  readonly role: "feature" | "label";
  /** How many inputs, or targets, it makes. */
  readonly width: number;
  /** Cells of the training part without a value. */
  readonly missing: number;
  /** What stands for them, where it is one number (of dates, seconds since 1970), and what that is. */
  readonly filled?: number;
  readonly fill?: FillName;
  /** The least and the largest number; of dates, seconds since 1970. */
  readonly range?: readonly [number, number];
  readonly levels?: readonly string[];
}

export function reportOf(feature: Feature, summary: Summary): ColumnReport {
  const { name } = feature;
  const width = widthOfFeature(feature);
  const common = { name, role: "feature", width, missing: summary.missing } as const;
  if (feature.kind === "category") return { ...common, kind: "category", levels: feature.levels };
  const statistics =
    summary.kind === "date" ? summary.seconds : summary.kind === "number" ? summary.statistics : undefined;
  const filled = feature.kind === "date" ? feature.filled : width === 1 ? feature.filled[0] : undefined;
  return {
    ...common,
    kind: feature.kind,
    ...(filled !== undefined && { filled, fill: feature.fill }),
    ...(statistics && { range: rangeOf(statistics) }),
  };
}

export function reportOfLabel(label: Label, summary: Summary): ColumnReport {
  const common = { name: label.name, role: "label", missing: 0 } as const;
  if (label.kind === "classes") {
    const width = label.outputs === "one" ? 1 : label.classes.length;
    return { ...common, kind: "category", width, levels: label.classes };
  }
  const range = summary.kind === "number" ? rangeOf(summary.statistics) : undefined;
  return { ...common, kind: "number", width: label.width, ...(range && { range }) };
}

function rangeOf({ low, high }: Statistics): [number, number] {
  return [leastOf(low), -leastOf(high.map((x) => -x))];
}

function leastOf(numbers: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const number of numbers) if (number < least) least = number;
  return least;
}
