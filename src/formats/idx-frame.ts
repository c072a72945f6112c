import { byName } from "../data/frame.ts";
import { inputShape } from "../nn/network.ts";
import type { ModelSpec } from "../nn/spec.ts";
import { InputError } from "../tensor/error.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Table } from "./csv.ts";
import type { Idx } from "./idx.ts";
import type { IdxSource } from "./source.ts";
import type { SourceFrame, TrainedColumns } from "./table-source.ts";
import { labelOf } from "./targets.ts";
import { counted } from "./wording.ts";

/**
 * Two IDX files as two columns: `images`, of as many numbers as an image has, and `labels`, as what the network's loss
 * takes.
 * @param trained of the training data, where this is data to test with
 * @throws InputError where they do not fit the network, or each other
 */
export function frameFromIdx(
  images: Idx,
  labels: Idx,
  source: IdxSource,
  model: ModelSpec,
  trained?: TrainedColumns,
): SourceFrame {
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
  const read = labelOf(tableOf(labels, source), { column: 0, place: labelPlace }, model, trained?.classes);
  const pixels = { kind: "number", name: "images", width: inputs, values: images.values } as const;
  return {
    frame: { file: source.idx.images, rows: count, columns: byName([pixels, read.column]) },
    label: read.options,
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
