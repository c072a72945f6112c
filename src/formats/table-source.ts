import type { LabelOptions } from "../data/encoding.ts";
import type { ColumnKind, Frame } from "../data/frame.ts";
import type { ScaleName } from "../data/scale.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { InputError, type Place } from "../tensor/error.ts";
import type { Table } from "./csv.ts";
import type { TableSource } from "./source.ts";
import { frameFromTable } from "./table-frame.ts";
import { type LabelSource, labelOf } from "./targets.ts";
import { expectedWords, quote } from "./wording.ts";

/** The columns that a source asks for: the features in their order, then the label. */
export interface SourceFrame {
  readonly frame: Frame;
  readonly label: LabelOptions;
}

/** What test data must have in common with training data. */
export interface TrainedColumns {
  /** Empty where the label was numbers. */
  readonly classes: readonly string[];
  /** Of the features. */
  readonly kinds: ReadonlyMap<string, ColumnKind>;
}

/**
 * The columns that a source asks for, as typed columns; the label as what the network's loss takes.
 * @param trained of the training data, where this is data to test with
 * @throws InputError with the place of the first mistake, in the table or in the example file
 */
export function frameFromSource(
  table: Table,
  source: TableSource,
  model: ModelSpec,
  options: { readonly trained?: TrainedColumns; readonly scaleLabel?: ScaleName } = {},
): SourceFrame {
  const { label: name, missing, columns } = source;
  const { trained, scaleLabel } = options;
  const { features, label } = columnsOf(table, source);
  const read = labelOf(
    table,
    { ...label, ...(scaleLabel && { scale: scaleLabel }) },
    model,
    trained?.classes,
  );
  const frame = frameFromTable(table, {
    columns: features,
    kinds: new Map([...(trained?.kinds ?? []), ...columns.kinds]),
    ...(missing && { missing }),
  });
  return {
    frame: { ...frame, columns: new Map([...frame.columns, [name, read.column]]) },
    label: read.options,
  };
}

/** What test data must have in common with these. */
export function trainedOf({ frame: { columns }, label }: SourceFrame): TrainedColumns {
  const column = columns.get(label.name);
  return {
    classes: column?.kind === "category" ? column.levels : [],
    kinds: new Map(
      [...columns].filter(([name]) => name !== label.name).map(([name, { kind }]) => [name, kind]),
    ),
  };
}

/**
 * Which columns of a table a source asks for.
 * @throws InputError at the place that names one which is not there
 */
export function columnsOf(
  table: Table,
  source: TableSource,
): { readonly features: readonly string[]; readonly label: LabelSource } {
  const { label, labelPlace: place, columns } = source;
  const placeOf = placesIn(table);
  const column = placeOf(label, place);
  const features = source.features ?? table.columns.filter((name) => name !== label);
  for (const [i, name] of features.entries()) placeOf(name, source.featurePlaces?.[i] ?? source.place);
  for (const name of columns.kinds.keys()) placeOf(name, source.place);
  const kind = columns.kinds.get(label);
  if (kind === "date") {
    throw new InputError(`label ${quote(label)}: expected a number or a category, found a date`, place);
  }
  return { features, label: { column, place, ...(kind && { kind }) } };
}

/** Finds the columns of a table by their names; what is unknown is blamed on the place that names it. */
function placesIn({ columns, file }: Table): (name: string, place: Place) => number {
  const places = new Map(columns.map((name, column) => [name, column]));
  return (name, place) => {
    const column = places.get(name);
    if (column !== undefined) return column;
    throw new InputError(`unknown column ${quote(name)} of ${file}: ${expectedWords(name, columns)}`, place);
  };
}
