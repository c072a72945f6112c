import { inputShape, outputsOf } from "../nn/network.ts";
import type { Samples } from "../nn/samples.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { InputError, type Place } from "../tensor/error.ts";
import { sizeOf } from "../tensor/shape.ts";
import { tensor } from "../tensor/tensor.ts";
import { numberAt } from "./cells.ts";
import type { Table } from "./csv.ts";
import type { CsvSource } from "./example.ts";
import { targetsOf } from "./targets.ts";
import { counted, expectedWords, quote } from "./wording.ts";

/**
 * The samples of a table, as a network takes them: feature columns as numbers, the label as targets.
 * @param classes those of the training samples, where these are to be compared with them; empty where those had none
 * @throws InputError with the place of the first mistake, in the table or in the example file
 */
export function samplesFromTable(
  table: Table,
  source: CsvSource,
  model: ModelSpec,
  classes?: readonly string[],
): Samples {
  const label = columnOf(table, source.label, source.labelPlace);
  const features = featuresOf(table, source, label);
  const inputs = sizeOf(inputShape(model.network));
  if (features.length !== inputs) {
    const message = `features: expected ${counted(inputs, "column")} (${counted(inputs, "input")} of the network), found ${features.length}`;
    throw new InputError(message, source.featurePlaces?.[0] ?? source.place);
  }
  const values = new Float64Array(table.rows * inputs);
  for (let row = 0; row < table.rows; row++) {
    for (let i = 0; i < inputs; i++) values[row * inputs + i] = numberAt(table, row, features[i]);
  }
  const targets = targetsOf(table, { column: label, place: source.labelPlace }, model, classes);
  return {
    inputs: tensor([table.rows, inputs], values),
    targets: tensor([table.rows, outputsOf(model.network)], targets.values),
    ...(targets.classes && { classes: targets.classes }),
  };
}

function featuresOf(table: Table, { features, featurePlaces, place }: CsvSource, label: number): number[] {
  if (features) return features.map((name, i) => columnOf(table, name, featurePlaces?.[i] ?? place));
  return table.columns.map((_, column) => column).filter((column) => column !== label);
}

function columnOf({ columns, file }: Table, name: string, place: Place): number {
  const column = columns.indexOf(name);
  if (column !== -1) return column;
  throw new InputError(`unknown column ${quote(name)} of ${file}: ${expectedWords(name, columns)}`, place);
}
