import { inputShape, outputsOf } from "../nn/network.ts";
import type { Samples } from "../nn/samples.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { InputError } from "../tensor/error.ts";
import { sizeOf } from "../tensor/shape.ts";
import { tensor } from "../tensor/tensor.ts";
import type { Table } from "./csv.ts";
import type { IdxSource } from "./example.ts";
import type { Idx } from "./idx.ts";
import { targetsOf } from "./targets.ts";
import { counted } from "./wording.ts";

/**
 * The samples of two IDX files, as a network takes them: a row of inputs for each image, labels as targets.
 * @param classes as of `samplesFromTable`
 * @throws InputError where they do not fit the network, or each other
 */
export function samplesFromIdx(
  images: Idx,
  labels: Idx,
  source: IdxSource,
  model: ModelSpec,
  classes?: readonly string[],
): Samples {
  const [count, ...rest] = images.shape;
  const inputs = sizeOf(rest);
  const { place, labelPlace } = source;
  const wanted = sizeOf(inputShape(model.network));
  if (inputs !== wanted) {
    const found = `${counted(inputs, "number")} for each image`;
    throw new InputError(`images: expected ${counted(wanted, "input")}, found ${found}`, place);
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count || count === 0) {
    const expected = `expected ${counted(count, "label")} (one for each image)`;
    throw new InputError(`labels: ${expected}, found ${labels.shape.join(" × ")}`, labelPlace);
  }
  const targets = targetsOf(tableOf(labels, source), { column: 0, place: labelPlace }, model, classes);
  return {
    inputs: { shape: [count, inputs], values: images.values },
    targets: tensor([count, outputsOf(model.network)], targets.values),
    ...(targets.classes && { classes: targets.classes }),
  };
}

/** Labels as the only column of a table. */
function tableOf({ values }: Idx, { idx, labelPlace }: IdxSource): Table {
  return {
    file: idx.labels,
    columns: ["labels"],
    rows: values.length,
    cell: (row) => String(values[row]),
    place: () => labelPlace,
  };
}
